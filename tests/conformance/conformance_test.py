"""No row of the conformance table is red."""
import os
import pathlib
import sys
import unittest

ROOT = pathlib.Path(os.environ["TEST_SRCDIR"], os.environ["TEST_WORKSPACE"])
sys.path[:0] = [str(ROOT / "tests/integration"), str(ROOT / "tests/conformance")]

import report  # noqa: E402
from conformance import all_cases, conform  # noqa: E402
from scripted_case import RUNS  # noqa: E402


class Conformance(unittest.TestCase):
    def test_every_stream_is_recorded_as_it_was_played(self):
        rows = conform(str(ROOT / "coordinator/barrage"))
        self.assertEqual(len(rows), len(all_cases()))
        for row in rows:
            with self.subTest(case=row.case.name):
                self.assertEqual(row.faults, [], row)

    def test_every_case_has_a_name_and_a_run(self):
        cases = all_cases()
        self.assertEqual(len({case.name for case in cases}), len(cases))
        self.assertEqual({case.run for case in cases} - RUNS.keys(), set())


if __name__ == "__main__":
    report.main()
