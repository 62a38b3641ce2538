"""A client that is hindered is caught, whatever hinders it: ten runs of ten."""
import sys
import unittest

import runs

sys.path.append(str(runs.ROOT / "tests/integration"))
import report  # noqa: E402

# What each hindrance must be named as; a word in what the command says where it refuses to run.
NAMED = {
    "short of CPU": ("stamp_error", "loop_gap", "coalesced", "client_bound", "slots_idle"),
    "paused": ("loop_gap",),
    "overloaded": ("schedule_lag", "client_bound", "load_not_delivered"),
    "held back": ("send_lag",),
    "throttled": ("throttled",),
    "short of files": "file",
    "short of ports": "port",
}


class Starved(unittest.TestCase):
    def test_ten_of_ten_are_flagged_for_what_hindered_them(self):
        for number, run in enumerate(runs.TEN_STARVED, 1):
            with self.subTest(run=number, hindrance=run.__name__):
                try:
                    seen = run()
                except runs.CannotHinder as fault:
                    print(f"run {number} ({run.__name__}) left out: {fault}")
                    continue
                self.assertTrue(seen.flagged, seen)
                named = NAMED[seen.kind]
                if isinstance(named, str):
                    self.assertEqual((seen.verdict, seen.exit_code), ("", 3), seen)
                    self.assertIn(named, seen.told)
                else:
                    self.assertTrue(any(reason.split(" ")[0] in named for reason in seen.reasons), seen)


if __name__ == "__main__":
    report.main()
