"""Reasons of a verdict that take a part of the fleet that misbehaves: far away, with a wrong clock, with too little room, in
want of requests, forgetful."""
import os
import signal
import socket
import sys
import threading
import unittest

import runs
from slow_link import SlowLink

sys.path.append(str(runs.ROOT / "tests/integration"))
import case  # noqa: E402
import programs  # noqa: E402

HASTY_CLOCK = programs.ROOT / "tests/verdict/hasty_clock.so"
FORGETFUL_AGENT = str(programs.ROOT / "tests/fakes/forgetful_agent")
PAUSE_S = 4  # of a coordinator: less than the lease of six seconds
FEW = ("--model", "m", "--concurrency", "4", "--request-count", "60", "--osl", "5")


class Provoked(case.IntegrationTest):
    def start_agent(self, name: str, port: int, *options: str, environment: dict[str, str] | None = None):
        return self.start(name, programs.AGENT, "--coordinator", f"127.0.0.1:{port}", "--id", name, "--loops", "1", "--spool-dir",
                          str(self.directory / name), *options, environment=environment)

    def start_run(self, name: str, sim, port: int, agents: int, *load: str):
        return self.start_profile(sim.url, name, *load, "--isl", "20", "--expect-agents", str(agents), "--listen",
                                  f"127.0.0.1:{port}")

    def judged(self, run, name: str, code: str, exit_code: int) -> list[dict]:
        """The run's reasons with this code; it ended with `exit_code`, and there is one."""
        done = self.finished(run, name)
        self.assert_exit(done, exit_code)
        summary = done.summary()
        found = [reason for reason in summary["verdict_reasons"] if reason["code"] == code]
        self.assertTrue(found, summary["verdict_reasons"])
        self.assertEqual({reason["severity"] for reason in found}, {"INVALID" if exit_code == 5 else "DEGRADED"})
        return found

    def pause_in_the_middle(self, run, sim):
        """Stops the coordinator soon after the first requests were answered."""
        self.eventually("the first answers", lambda: len(sim.journal()) >= 12, case.QUICK_S)  # one is to the probe
        run.signal(signal.SIGSTOP)
        threading.Event().wait(PAUSE_S)
        run.signal(signal.SIGCONT)

    def test_start_skew(self):
        """Over a link on which answers take 60 ms longer nobody can tell to 10 ms when the agent began."""
        sim, port = self.start_sim("--ttft", "10", "--gap", "2", "--model", "m"), programs.free_port()
        with SlowLink(port, 0.06) as link:
            run = self.start_run("far", sim, port, 2, *FEW)
            self.start_agent("near", port)
            self.start_agent("far", link.port)
            reason, = self.judged(run, "far", "start_skew", 0)
        self.assertGreater(float(reason["observed"].split()[0]), 25)  # half of the 60 ms, less what a clock's fit may save

    @unittest.skipIf("SANITIZED" in os.environ, "a sanitizer wants to be preloaded first")
    def test_clock_residual(self):
        sim, port = self.start_sim("--ttft", "10", "--gap", "2", "--model", "m"), programs.free_port()
        run = self.start_run("hasty", sim, port, 2, "--model", "m", "--concurrency", "4", "--benchmark-duration", "4", "--osl", "5")
        self.start_agent("right", port)
        self.start_agent("hasty", port, environment={"LD_PRELOAD": str(HASTY_CLOCK)})
        reasons = self.judged(run, "hasty", "clock_residual", 0)
        self.assertEqual([reason["agent"] for reason in reasons], ["hasty"])

    def test_slots_idle(self):
        """What was granted is used up long before the coordinator grants more."""
        sim, port = self.start_sim("--ttft", "5", "--gap", "1", "--model", "m"), programs.free_port()
        run = self.start_run("idle", sim, port, 1, "--model", "m", "--concurrency", "4", "--benchmark-duration", "6", "--osl", "2")
        self.start_agent("agent", port)
        self.pause_in_the_middle(run, sim)
        self.judged(run, "idle", "slots_idle", 0)

    def test_spool_full(self):
        sim, port = self.start_sim("--ttft", "5", "--gap", "1", "--model", "m"), programs.free_port()
        run = self.start_run("full", sim, port, 1, "--model", "m", "--concurrency", "40", "--benchmark-duration", "6", "--osl", "40")
        self.start_agent("agent", port, "--record-memory", "1KiB", "--spool-limit", "8KiB")
        self.pause_in_the_middle(run, sim)
        reason, = self.judged(run, "full", "spool_full", 5)
        self.assertEqual(reason["agent"], "agent")
        self.assert_ledger_balances(self.summary_of("full"))

    def test_ledger_unbalanced(self):
        sim, port = self.start_sim("--model", "m"), programs.free_port()
        run = self.start_run("forgetful", sim, port, 1, *FEW)
        self.eventually("a coordinator", lambda: listens(port), case.QUICK_S)
        self.start("forgetful", FORGETFUL_AGENT, str(port))
        reason, = self.judged(run, "forgetful", "ledger_unbalanced", 5)
        self.assertIn("1 granted requests without a record", reason["message"])
        self.assertEqual((reason["observed"], reason["limit"]), ("59 outcomes", "60 scheduled"))

    def summary_of(self, name: str) -> dict:
        return case.Run(0, "", "", 0, next((self.directory / name).glob("*/records")).parent).summary()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    case.main()
