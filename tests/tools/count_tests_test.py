"""tools/count_tests.py counts cases, and never takes what did not run for a success."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "tools/count_tests.py"


class CountTests(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.directory = pathlib.Path(temporary.name)
        self.events = []

    def configured(self, label: str):
        self.events.append({"id": {"targetConfigured": {"label": label}}, "configured": {"targetKind": "cc_test rule"}})

    def result(self, label: str, status: str, cases: str | None, attempt: int = 1):
        self.configured(label)
        output = []
        if cases is not None:
            path = self.directory / f"test {len(self.events)}.xml"
            path.write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
            output = [{"name": "test.log", "uri": "file:///none"}, {"name": "test.xml", "uri": path.as_uri()}]
        self.events.append({"id": {"testResult": {"label": label, "run": 1, "shard": 1, "attempt": attempt}},
                            "testResult": {"status": status, "testActionOutput": output}})

    def count(self, bazel_status: int, *checks: str):
        events = self.directory / "events.json"
        events.write_text("".join(json.dumps(event) + "\n" for event in self.events))
        done = subprocess.run([sys.executable, str(SCRIPT), str(events), str(bazel_status), *checks],
                              capture_output=True, text=True)
        return done.returncode, done.stdout.splitlines()[-1]

    def test_cases_of_several_targets_are_added(self):
        self.result("//a:a_test", "PASSED", '<testcase name="x"/><testcase name="y"/>')
        self.result("//b:b_test", "PASSED", '<testcase name="z"/><testcase name="d" status="notrun"/>')
        self.assertEqual(self.count(0), (0, "3 passed, 0 failed, 1 skipped"))

    def test_failed_cases(self):
        self.result("//a:a_test", "FAILED", '<testcase name="x"/><testcase name="y"><failure>no</failure></testcase>')
        self.assertEqual(self.count(3), (1, "1 passed, 1 failed"))

    def test_a_target_that_died_is_one_failure(self):
        self.result("//a:a_test", "TIMEOUT", None)
        self.result("//b:b_test", "FAILED", '<testcase name="x"/>')
        self.assertEqual(self.count(3), (1, "1 passed, 2 failed"))

    def test_a_target_without_cases_is_one_test(self):
        self.result("//a:a_test", "PASSED", "")
        self.assertEqual(self.count(0), (0, "1 passed, 0 failed"))

    def test_a_later_attempt_replaces_an_earlier_one(self):
        self.result("//a:a_test", "FAILED", '<testcase name="x"><error/></testcase>')
        self.result("//a:a_test", "PASSED", '<testcase name="x"/>', attempt=2)
        self.assertEqual(self.count(0), (0, "1 passed, 0 failed"))

    def test_a_target_that_was_not_built_failed(self):
        self.result("//a:a_test", "PASSED", '<testcase name="x"/>')
        self.configured("//b:b_test")
        self.assertEqual(self.count(1), (1, "1 passed, 1 failed"))

    def test_a_failure_outside_the_tests_counts(self):
        self.result("//a:a_test", "PASSED", '<testcase name="x"/>')
        self.assertEqual(self.count(1), (1, "1 passed, 1 failed"))

    def test_a_check_is_one_test(self):
        self.result("//a:a_test", "PASSED", '<testcase name="x"/>')
        self.assertEqual(self.count(0, "format=0"), (0, "2 passed, 0 failed"))
        self.assertEqual(self.count(0, "format=0", "links=1"), (1, "2 passed, 1 failed"))

    def test_nothing_run_is_no_success(self):
        self.assertEqual(self.count(0), (1, "0 passed, 0 failed"))


if __name__ == "__main__":
    sys.path.insert(0, str(SCRIPT.parents[1] / "tests/integration"))
    import report
    report.main()
