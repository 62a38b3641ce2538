"""The base of the tests of single options: a run against a server of the test."""
import case
import programs
from llm_server import LlmServer

BRIEF = ("--isl", "8", "--osl", "3", "--progress", "none", "--no-proxy")


class FlagsTest(case.IntegrationTest):
    def server(self, **options) -> LlmServer:
        server = LlmServer(**options)
        self.addCleanup(server.end)
        return server

    def run_against(self, server, *options: str, code: int = 0, model: str = "m", environment: dict[str, str] | None = None,
                    brief=BRIEF):
        """A run with these options, which ends with `code`. Its files go to self.directory / run-N."""
        self.count = getattr(self, "count", 0) + 1
        name = f"run-{self.count}"
        url = [] if server is None else ["--url", server.url]
        models = [] if model is None else ["--model", model]
        child = self.start(name, programs.BARRAGE, "profile", "--artifact-dir", str(self.directory / name), *url, *models, *brief,
                           *options, environment=environment)
        run = self.finished(child, name)
        self.assert_exit(run, code)
        return run

    def bodies(self, server) -> list[dict]:
        return [seen.json for seen in server.posts()]

    def prompts(self, server) -> list[str]:
        return [body["messages"][-1]["content"] for body in self.bodies(server)]

    def offsets(self, run) -> list[float]:
        """When each request was meant to go, in s: as planned in an open loop, whatever the machine made of it."""
        lines = [line["metadata"] for line in run.requests()]
        starts = sorted(line.get("intended_ns") or line["request_start_ns"] for line in lines)
        return [(start - starts[0]) / 1e9 for start in starts]
