"""Somebody is killed in the middle of a run: it ends in time, says who is missing, and keeps what was measured."""
import signal
import time

import case
import programs

LEASE_S = 6
LOSS_S = 6.5
SLACK = 5  # deadlines are five times the figure: the machine may be busy
STREAMS = ("--concurrency", "8", "--benchmark-duration", "60", "--isl", "20", "--osl", "20", "--model", "m")


class Death(case.IntegrationTest):
    def start_run(self, name: str, agents: int, *more: str):
        """Returns the simulator, the run and its agents once a good many requests were answered."""
        sim = self.start_sim("--ttft", "20", "--gap", "5", "--model", "m")
        port = programs.free_port()
        fleet = self.start_agents(agents, port)
        run = self.start_profile(sim.url, name, *STREAMS, "--expect-agents", str(agents), "--listen", f"127.0.0.1:{port}",
                                 *more)
        self.eventually("40 requests answered", lambda: self.answered(sim, run) >= 40, case.QUICK_S)
        return sim, run, fleet, port

    def answered(self, sim, run) -> int:
        self.assertTrue(run.is_running(), run.output())
        return len(sim.journal())

    def check_report(self, run, code: int):
        """`report` says again what the run said, byte for byte."""
        before = run.files()
        again = self.barrage("report", str(run.directory))
        self.assert_exit(again, code)
        self.assertEqual(before, run.files())

    def test_killed_agent_ends_the_run(self):
        _, child, fleet, _ = self.start_run("agent", agents=2)
        killed = time.monotonic()
        fleet[1].signal(signal.SIGKILL)
        run = self.finished(child, "agent", SLACK * LOSS_S)
        self.assertLess(time.monotonic() - killed, SLACK * LOSS_S)
        self.assert_exit(run, 4)
        self.assertRegex(run.stdout + run.stderr, r"agent-2")
        summary = run.summary()
        self.assertEqual(summary["verdict"], "INVALID")
        lost = [reason for reason in summary["verdict_reasons"] if reason["code"] == "agent_lost"]
        self.assertEqual([reason["agent"] for reason in lost], ["agent-2"])
        self.assert_ledger_balances(summary)
        self.assertGreaterEqual(summary["ledger"]["ok"], 20)
        self.assertGreater(summary["ledger"]["agents"]["agent-2"]["lost_agent"], 0)
        self.assertEqual(summary["ledger"]["agents"]["agent-1"]["lost_agent"], 0)
        self.check_report(run, 4)

    def test_redistribute_gives_its_slots_to_the_others(self):
        sim, child, fleet, _ = self.start_run("heirs", 2, "--on-agent-loss", "redistribute")
        fleet[1].signal(signal.SIGKILL)
        child.wait_for_line(r"agent agent-2 is lost", SLACK * LOSS_S)
        before = len(sim.journal())
        self.eventually("120 answers more", lambda: len(sim.journal()) >= before + 120, case.QUICK_S)
        child.signal(signal.SIGINT)
        run = self.finished(child, "heirs", SLACK * LOSS_S)
        self.assert_exit(run, 130)
        self.assert_ledger_balances(run.summary())
        # Eight streams again, all of them agent-1's.
        late = sim.journal()[before + 20:before + 120]
        changes = sorted([(entry["arrival_ns"], 1) for entry in late] + [(entry["before_ns"][-1], -1) for entry in late])
        level, most = 0, 0
        for _, change in changes:
            level += change
            most = max(most, level)
        self.assertEqual(most, 8)

    def test_killed_coordinator_silences_the_agents(self):
        sim, child, fleet, port = self.start_run("coordinator", agents=2)
        child.signal(signal.SIGKILL)
        killed_ns = time.monotonic_ns()
        run = self.finished(child, "coordinator", case.QUICK_S)
        self.assertEqual(run.exit_code, -signal.SIGKILL)
        # The last request goes out within the lease, and no other in as long again.
        self.eventually("the lease's end", lambda: time.monotonic_ns() - killed_ns > 2 * LEASE_S * 1e9, 3 * LEASE_S)
        last_s = (max(entry["arrival_ns"] for entry in sim.journal()) - killed_ns) / 1e9
        self.assertLess(last_s, LEASE_S + 0.5)
        self.assertEqual([agent.is_running() for agent in fleet], [True, True])

        report = self.barrage("report", str(run.directory))
        self.assert_exit(report, 5)
        summary = run.summary()
        self.assertEqual(summary["verdict"], "INVALID")
        self.assertIn("log_unfinished", self.reasons(summary))
        self.assert_ledger_balances(summary)
        self.assertGreater(summary["ledger"]["ok"], 0)

        with self.subTest("the agents serve the next coordinator on that port"):
            child = self.start_profile(sim.url, "next", "--concurrency", "4", "--request-count", "20", "--isl", "20",
                                       "--osl", "5", "--model", "m", "--expect-agents", "2", "--listen", f"127.0.0.1:{port}")
            run = self.finished(child, "next")
            self.assert_exit(run, 0)
            self.assertEqual(run.summary()["ledger"]["ok"], 20)

    def test_killed_server_ends_the_run(self):
        sim, child, _, _ = self.start_run("server", agents=2)
        sim.child.signal(signal.SIGKILL)
        run = self.finished(child, "server", SLACK * 10)
        self.assert_exit(run, 3)
        self.assertIn(sim.url.removeprefix("http://"), run.stdout + run.stderr)
        summary = run.summary()
        self.assertEqual(summary["verdict"], "INVALID")
        self.assertIn("target_lost", self.reasons(summary))
        self.assert_ledger_balances(summary)
        self.assertGreaterEqual(summary["ledger"]["connect_error"], 20)
        self.assertGreaterEqual(summary["ledger"]["ok"], 40)
        self.check_report(run, 3)


if __name__ == "__main__":
    case.main()
