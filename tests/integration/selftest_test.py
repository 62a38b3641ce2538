"""`barrage selftest`: here, beside a later run, and on every agent of a fleet."""
import json

import case
import programs

QUICK = ("--concurrency", "2", "--benchmark-duration", "1")


class Selftest(case.IntegrationTest):
    def selftest(self, *options: str, deadline_s: float = case.RUN_S):
        folder = self.directory / "selftest"
        run = self.barrage("selftest", *QUICK, "--artifact-dir", str(folder), *options, deadline_s=deadline_s)
        kept = folder / "selftest.json"
        return run, json.loads(kept.read_text()) if kept.exists() else None, kept

    def assert_a_level(self, level: dict):
        self.assertEqual(level["concurrency"], 2)
        self.assertGreater(level["requests"], 0)
        self.assertEqual(level["mismatched"], 0)
        self.assertEqual(level["ttft_error_ms"]["count"], level["requests"])
        self.assertGreater(level["token_gap_error_ms"]["count"] + level["coalesced_gap_error_ms"]["count"], 90)
        # A client's own delay only adds; a busy machine adds more.
        self.assertGreater(level["ttft_error_ms"]["mean"], 0)
        self.assertLess(level["ttft_error_ms"]["mean"], 500)

    def test_measures_and_stands_beside_a_run(self):
        run, seen, kept = self.selftest()
        self.assert_exit(run, 0)
        self.assertEqual(len(seen["levels"]), 1)
        self.assert_a_level(seen["levels"][0])
        for words in ("2 streams", "TTFT", "spread", "p99", "busy %"):
            self.assertIn(words, run.stdout)
        self.assertLessEqual(max(map(len, run.stdout.splitlines()[:-1])), 80)  # the last line holds a path
        sim = self.start_sim("--ttft", "5", "--gap", "1", "--model", "m")
        beside = self.profile(sim.url, "run", "--model", "m", "--concurrency", "2", "--request-count", "10", "--osl", "5",
                              "--selftest", str(kept))
        self.assertEqual(beside.summary()["selftest"]["levels"], seen["levels"])
        self.assertIn("Selftest at 2 streams measured", " ".join(beside.stdout.split()))

    def test_every_agent_of_a_fleet_measures_itself(self):
        port = programs.free_port()
        self.start_agents(2, port)
        run, seen, _ = self.selftest("--expect-agents", "2", "--listen", f"127.0.0.1:{port}")
        self.assert_exit(run, 0)
        self.assertEqual([agent["id"] for agent in seen["agents"]], ["agent-1", "agent-2"])
        for agent in seen["agents"]:
            self.assert_a_level(agent["levels"][0])
            self.assertIn(f"Agent {agent['id']} on {agent['host']}", run.stdout)
        # Agents of one host measure one after another, and then still serve a run.
        self.assertLess(run.stderr.index("agent agent-1 on"), run.stderr.index("agent agent-2 on"))
        sim = self.start_sim("--ttft", "5", "--gap", "1", "--model", "m")
        after = self.finished(self.start_profile(sim.url, "after", "--model", "m", "--concurrency", "2", "--request-count",
                                                 "10", "--osl", "5", "--expect-agents", "2", "--listen",
                                                 f"127.0.0.1:{port}"), "after")
        self.assertEqual(after.summary()["ledger"]["ok"], 10)

    def test_a_missing_agent_is_named(self):
        port = programs.free_port()
        self.start_agents(1, port)
        run, seen, _ = self.selftest("--expect-agents", "2", "--agents-timeout", "2", "--listen", f"127.0.0.1:{port}")
        self.assert_exit(run, 4)
        self.assertIn("1 of 2 agents are here (agent-1): 1 is missing", run.stderr)
        self.assertIsNone(seen)

    def test_an_interrupt_leaves_nothing_behind(self):
        child = self.start("barrage selftest", programs.BARRAGE, "selftest", "--concurrency", "1", "--benchmark-duration",
                           "60", "--artifact-dir", str(self.directory / "cut"))
        child.wait_for_line("measuring 1 streams", case.QUICK_S)
        child.signal(2)
        self.assertEqual(child.wait(case.QUICK_S), 130, child.output())
        self.assertFalse((self.directory / "cut/selftest.json").exists())


if __name__ == "__main__":
    case.main()
