"""A client that is hindered is caught, whatever hinders it."""
import sys
import unittest

import runs

sys.path.append(str(runs.ROOT / "tests/integration"))
import report  # noqa: E402


class Starved(unittest.TestCase):
    def flagged_for(self, run, *codes: str):
        seen = run()
        self.assertTrue(seen.flagged, seen)
        self.assertTrue(any(reason.split(" ")[0] in codes for reason in seen.reasons), seen)

    def test_short_of_cpu(self):
        self.flagged_for(runs.short_of_cpu, "stamp_error", "loop_gap", "coalesced", "client_bound", "slots_idle")

    def test_paused(self):
        self.flagged_for(runs.paused, "loop_gap")

    def test_overloaded(self):
        self.flagged_for(runs.overloaded, "schedule_lag", "client_bound", "load_not_delivered")

    def test_short_of_files(self):
        seen = runs.short_of_files()
        self.assertTrue(seen.flagged, seen)
        self.assertIn("file", seen.told)


if __name__ == "__main__":
    report.main()
