"""Runs the tests of the main module, and reports each case where Bazel asks for it (XML_OUTPUT_FILE)."""
import os
import sys
import time
import unittest
import xml.etree.ElementTree as xml


class Result(unittest.TextTestResult):
    """Keeps one <testcase> a test."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.cases: list[xml.Element] = []
        self._current = None

    def startTest(self, test):
        super().startTest(test)
        self._started = time.monotonic()
        self._current = xml.Element("testcase", name=test.id().rsplit(".", 1)[-1], classname=type(test).__name__)
        self.cases.append(self._current)

    def stopTest(self, test):
        super().stopTest(test)
        self._current.set("time", f"{time.monotonic() - self._started:.3f}")
        self._current = None

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._note(test, "failure", self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self._note(test, "error", self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._note(test, "failure", f"{subtest}: {err[1]}")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._note(test, "skipped", reason)

    def _note(self, test, tag: str, text: str):
        if self._current is None:  # a class's or module's set-up
            self._current = xml.Element("testcase", name=str(test), time="0")
            self.cases.append(self._current)
            xml.SubElement(self._current, tag).text = text
            self._current = None
        else:
            xml.SubElement(self._current, tag).text = text


def main():
    arguments = ["--verbose"]
    if pattern := os.environ.get("TESTBRIDGE_TEST_ONLY"):  # bazel's --test_filter
        arguments += ["-k", pattern]
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result)
    result = unittest.main(argv=[sys.argv[0], *arguments, *sys.argv[1:]], testRunner=runner, exit=False).result
    if path := os.environ.get("XML_OUTPUT_FILE"):
        suite = xml.Element("testsuite", name=os.path.basename(sys.argv[0]))
        suite.extend(result.cases)
        xml.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)
    sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)
