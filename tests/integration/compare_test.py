"""`barrage compare A B`: what changed, and an exit status that says whether it is too much."""
import json

import case
from llm_server import LlmServer

RUN = ("--model", "m", "--request-count", "12", "--isl", "5", "--osl", "4", "--progress", "none")


class Compare(case.IntegrationTest):
    def run_at(self, name: str, gap_s: float, *options: str):
        server = LlmServer(gap_s=gap_s)
        self.addCleanup(server.end)
        run = self.profile(server.url, name, *RUN, *options)
        self.assert_exit(run, 0)
        return run

    def test_a_slower_server_fails_the_rule(self):
        """--fail-if"""
        quick, slow = self.run_at("quick", 0.005), self.run_at("slow", 0.05, "--label", "build=new")
        rules = ("--fail-if", "request_latency.p50>+50%", "--fail-if", "request_throughput<-50%")
        failed = self.barrage("compare", str(quick.directory), str(slow.directory), *rules)
        self.assert_exit(failed, 99)
        self.assertTrue(failed.stdout.startswith("FAIL\n  FAIL  request_latency.p50>+50%  saw +"), failed.told())
        self.assertIn("build=new", failed.stdout)
        self.assertIn("Request Latency", failed.stdout)
        passed = self.barrage("compare", str(slow.directory), str(quick.directory), *rules)
        self.assert_exit(passed, 0)
        # A summary.json that was kept is enough.
        kept = self.directory / "baseline.json"
        kept.write_text(json.dumps(quick.summary()))
        self.assert_exit(self.barrage("compare", str(kept), str(slow.directory), *rules), 99)
        self.assert_exit(self.barrage("compare", str(kept), str(slow.directory)), 0)

    def test_an_invalid_run_is_no_baseline(self):
        quick = self.run_at("quick", 0.0)
        broken = self.directory / "broken.json"
        broken.write_text(json.dumps(quick.summary() | {"verdict": "INVALID"}))
        run = self.barrage("compare", str(broken), str(quick.directory), "--fail-if", "ttft.p50>+1000%")
        self.assert_exit(run, 5)
        self.assertIn("the measurement of A is INVALID", run.stdout)

    def test_what_cannot_be_compared(self):
        for words, said in ((("compare", "one"), "compare takes two runs"),
                            (("compare", "/nowhere/a", "/nowhere/b"), "/nowhere/a: "),
                            (("compare", "a", "b", "--fail-if", "tfft.p95>5%"), "did you mean ttft?"),
                            (("compare", "a", "b", "--fail-if", "ttft.p95"), "must be METRIC.STATISTIC<LIMIT")):
            run = self.barrage(*words)
            self.assert_exit(run, 2)
            self.assertIn(said, run.stderr)


if __name__ == "__main__":
    case.main()
