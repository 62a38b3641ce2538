"""Ctrl-C and SIGTERM: what was measured is written, marked, and the exit status says so."""
import signal

import case

GRACE_S = 10
SLACK = 5


class Signals(case.IntegrationTest):
    def start_run(self, name: str, *sim: str):
        target = self.start_sim("--ttft", "20", "--model", "m", *sim)
        child = self.start_profile(
            target.url, name, "--model", "m", "--concurrency", "8", "--benchmark-duration", "120",
            "--benchmark-grace-period", str(GRACE_S), "--isl", "20", "--osl", "20")
        return target, child

    def check_written(self, run):
        summary = run.summary()
        self.assert_ledger_balances(summary)
        before = run.files()
        again = self.barrage("report", str(run.directory))
        self.assert_exit(again, run.exit_code)
        self.assertEqual(before, run.files())
        return summary["ledger"]

    def test_first_interrupt_drains(self):
        target, child = self.start_run("once", "--gap", "5")
        self.eventually("40 requests answered", lambda: len(target.journal()) >= 40, case.QUICK_S)
        child.signal(signal.SIGINT)
        run = self.finished(child, "once", SLACK * (GRACE_S + 1))
        self.assert_exit(run, 130)
        ledger = self.check_written(run)
        self.assertGreaterEqual(ledger["ok"], 40)
        # Streams of a tenth of a second all end within the grace period.
        self.assertEqual(ledger["cancelled_at_end"], 0)
        self.assertRegex(run.stdout + run.stderr, r"(?i)interrupt")

    def test_second_interrupt_cuts_the_streams(self):
        target, child = self.start_run("twice", "--gap", "60000")  # no stream ends by itself
        self.eventually("8 streams", lambda: self.running(target) >= 8, case.QUICK_S)
        child.signal(signal.SIGINT)
        child.wait_for_line(r"(?i)interrupt|drain|ctrl-c", case.QUICK_S)
        child.signal(signal.SIGINT)
        run = self.finished(child, "twice", case.QUICK_S)
        self.assert_exit(run, 130)
        self.assertEqual(self.check_written(run)["cancelled_at_end"], 8)

    def test_sigterm(self):
        target, child = self.start_run("term", "--gap", "5")
        self.eventually("40 requests answered", lambda: len(target.journal()) >= 40, case.QUICK_S)
        child.signal(signal.SIGTERM)
        run = self.finished(child, "term", SLACK * (GRACE_S + 1))
        self.assert_exit(run, 143)
        self.assertGreaterEqual(self.check_written(run)["ok"], 40)

    def running(self, target) -> float:
        return target.metric("vllm:num_requests_running")


if __name__ == "__main__":
    case.main()
