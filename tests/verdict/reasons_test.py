"""Reasons of a verdict that a whole run can be brought to, each by its cause. Those of a hindered client are in
starved_test.py, those of a part of the fleet that misbehaves in provoked_test.py, those of lost agents, targets and
coordinators in tests/integration/death_test.py."""
import sys
import unittest

import runs

sys.path.append(str(runs.ROOT / "tests/integration"))
import report  # noqa: E402

FEW = ("--concurrency", "4", "--request-count", "40", "--osl", "5")
FAST = ("--gap", "2")


class Reasons(unittest.TestCase):
    def codes(self, seen) -> list[str]:
        return [reason.split(" ")[0] for reason in seen.reasons]

    def assert_invalid(self, seen, *codes: str):
        self.assertEqual((seen.verdict, seen.exit_code), ("INVALID", 5), seen)
        self.assertLessEqual(set(codes), set(self.codes(seen)), seen)

    def test_error_rate(self):
        load = ("--concurrency", "4", "--request-count", "400", "--osl", "5", "--max-error-rate", "20")
        self.assert_invalid(runs.plain("errors", load, (*FAST, "--fault", "http-500@0.6")), "error_rate")

    def test_zero_tokens(self):
        self.assert_invalid(runs.plain("no tokens", FEW, (*FAST, "--fault", "http-500@1")), "zero_tokens")

    def test_warmup_failed(self):
        seen = runs.plain("warm-up", (*FEW, "--warmup-request-count", "4"), (*FAST, "--fault", "http-500@1"))
        self.assert_invalid(seen, "warmup_failed")

    def test_load_not_delivered(self):
        """A server that answers nobody holds every slot of a capped rate."""
        load = ("--request-rate", "200", "--concurrency", "2", "--request-count", "400", "--osl", "5", "--benchmark-duration",
                "2", "--benchmark-grace-period", "1")
        seen = runs.plain("capped", load, ("--gap", "400"))
        self.assertIn("load_not_delivered", self.codes(seen), seen)

    def test_too_few(self):
        """Forty requests say nothing of a p99, though the threshold passes."""
        seen = runs.plain("few", (*FEW, "--assert", "ttft.p99<60000ms"), FAST)
        self.assertIn("too_few", self.codes(seen), seen)
        self.assertEqual((seen.verdict, seen.exit_code), ("DEGRADED", 0), seen)
        seen = runs.plain("few, their median", (*FEW, "--assert", "ttft.p50<60000ms"), FAST)
        self.assertNotIn("too_few", self.codes(seen), seen)

    def test_near_limits(self):
        """56 streams on 60 local ports: accused, or not begun."""
        load = ("--concurrency", "56", "--benchmark-duration", "2", "--osl", "20")
        try:
            with runs.own_network(60) as inside:
                seen = runs.plain("near its ports", load, ("--gap", "20"), inside)
        except runs.CannotHinder as fault:
            self.skipTest(str(fault))
        if seen.verdict:
            self.assertIn("near_limits", self.codes(seen), seen)
        else:  # refused: what else is open there may leave too few
            self.assertEqual(seen.exit_code, 3, seen)
            self.assertIn("port", seen.told)

    def test_a_broken_threshold_is_no_fault_of_the_measurement(self):
        seen = runs.plain("slow", (*FEW, "--assert", "ttft.p50<1ms"), FAST)
        self.assertEqual(seen.exit_code, 99, seen)
        self.assertNotEqual(seen.verdict, "INVALID")


if __name__ == "__main__":
    report.main()
