"""Every mutation can still be tried: its line stands once in its source, and its tests exist. Whether they notice is for ./run."""
import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(pathlib.Path(os.environ["TEST_SRCDIR"], os.environ["TEST_WORKSPACE"], "tests/integration"))]

import report  # noqa: E402
from mutations import MUTATIONS  # noqa: E402


class Mutations(unittest.TestCase):
    def test_each_line_stands_once_in_its_source(self):
        self.assertGreater(len(MUTATIONS), 60)
        for mutation in MUTATIONS:
            with self.subTest(mutation.what):
                self.assertEqual((ROOT / mutation.source).read_text().count(mutation.old), 1, mutation.old)
                self.assertNotEqual(mutation.old, mutation.new)

    def test_each_names_tests_that_exist(self):
        for mutation in MUTATIONS:
            with self.subTest(mutation.what):
                self.assertTrue(mutation.tests)
                for test in mutation.tests:
                    package, name = test.split(":")
                    self.assertIn(f'name = "{name}"', (ROOT / package / "BUILD.bazel").read_text())


if __name__ == "__main__":
    report.main()
