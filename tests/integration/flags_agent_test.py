"""Every option of barrage-agent shows what it does, or stands in a list that says where it does."""
import re
import signal
import urllib.error
import urllib.request

import case
import programs
from llm_server import LlmServer

RUN = ("--model", "m", "--isl", "5", "--osl", "3", "--progress", "none", "--no-proxy")

# Whose effect another test shows, and what prints a page and ends.
ELSEWHERE = {
    "--api-key-file": "tests/integration/secrets_test.py",
    "--run-token-file": "tests/integration/flags_fleet_test.py",
    "--tls-ca": "tests/integration/flags_fleet_test.py",
    "--tls-cert": "tests/integration/flags_fleet_test.py",
    "--tls-key": "tests/integration/flags_fleet_test.py",
    "--tls-server-name": "tests/agent/agent_options_test.cc",
    "--record-memory": "tests/verdict/provoked_test.py",
    "--spool-limit": "tests/verdict/provoked_test.py",
}
PAGES = {"--help", "--version"}


class FlagsOfTheAgent(case.IntegrationTest):
    def server(self, **options) -> LlmServer:
        server = LlmServer(**options)
        self.addCleanup(server.end)
        return server

    def agent(self, port: int, *options: str):
        return self.start("barrage-agent", programs.AGENT, "--coordinator", f"127.0.0.1:{port}", *options)

    def status(self, address: str, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://{address}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def test_one_run_and_no_more(self):
        """--coordinator --id --loops --once --health --spool-dir"""
        port, health = programs.free_port(), f"127.0.0.1:{programs.free_port()}"
        spool = self.directory / "spool"
        options = ("--loops", "2", "--health", health, "--spool-dir", str(spool))
        once = self.agent(port, "--id", "mine", "--once", *options)
        self.eventually("it answers", lambda: self.status(health, "/healthz") == 200, case.QUICK_S)
        self.assertEqual(self.status(health, "/metrics"), 200)
        self.assertTrue(spool.is_dir())
        listen = ("--expect-agents", "1", "--listen", f"127.0.0.1:{port}", "--concurrency", "2", "--request-count", "4")
        run = self.profile(self.server().url, "once", *RUN, *listen)
        self.assert_exit(run, 0)
        self.assertEqual([(agent["id"], agent["loops"]) for agent in run.summary()["agents"]], [("mine", 2)])
        self.assertEqual(once.wait(case.QUICK_S), 0, once.output())
        stays = self.agent(port, "--id", "stays", "--spool-dir", str(spool))
        self.assert_exit(self.profile(self.server().url, "stays", *RUN, *listen), 0)
        self.assertTrue(stays.is_running())

    def test_gives_a_coordinator_up(self):
        """--coordinator-timeout"""
        alone = self.agent(programs.free_port(), "--coordinator-timeout", "0.5", "--spool-dir", str(self.directory / "spool"))
        self.assertEqual(alone.wait(case.QUICK_S), 4, alone.output())

    def streams_at(self, name: str, *options: str):
        """An agent with two streams of some seconds under way, its run, and the server."""
        server, port = self.server(gap_s=0.3), programs.free_port()
        agent = self.agent(port, "--spool-dir", str(self.directory / name), *options)
        run = self.start_profile(server.url, name, *RUN, "--osl", "8", "--concurrency", "2", "--benchmark-duration", "60",
                                 "--expect-agents", "1", "--listen", f"127.0.0.1:{port}")
        self.eventually("streams are under way", lambda: len(server.posts()) >= 2, case.QUICK_S)
        return agent, run, server

    def test_lets_streams_end_for_so_long(self):
        """--drain-timeout"""
        for timeout, cut in (("30s", False), ("0.1s", True)):
            agent, run, server = self.streams_at(f"drain-{timeout}", "--drain-timeout", timeout)
            agent.signal(signal.SIGTERM)
            self.assertEqual(agent.wait(case.QUICK_S), 0, agent.output())
            requests = server.posts()
            self.eventually("they have ended", lambda: all(request.until for request in requests), case.QUICK_S)
            self.assertEqual({request.cut for request in requests[-2:]}, {cut}, timeout)
            run.end()

    def test_holds_a_run_for_so_long(self):
        """--orphan-timeout"""
        agent, run, _ = self.streams_at("orphan", "--orphan-timeout", "1s")
        run.signal(signal.SIGKILL)
        agent.wait_for_line("no coordinator came back for it", case.QUICK_S)
        self.assertTrue(agent.is_running())  # for the next one

    def test_every_option_is_shown_or_excused(self):
        agent = self.start("help", programs.AGENT, "--help")
        self.assertEqual(agent.wait(case.QUICK_S), 0)
        own = set(re.findall(r"^  (--[a-z-]+)", agent.stdout, re.MULTILINE))
        docs = " ".join(method.__doc__ or "" for name, method in vars(type(self)).items() if name.startswith("test_"))
        shown = set(re.findall(r"--[a-z-]+", docs))
        self.assertEqual(own, shown | set(ELSEWHERE) | PAGES)
        for flag, path in ELSEWHERE.items():
            self.assertIn(flag, (programs.SOURCES / path).read_text(), path)


if __name__ == "__main__":
    case.main()
