"""Each program explains itself on one screen, at once."""
import os
import time

import case
import programs

SCREEN = 60  # lines
LIMIT_S = 0.02


class Help(case.IntegrationTest):
    def test_help_is_one_screen(self):
        for name, command in {
            "barrage": [programs.BARRAGE], "profile": [programs.BARRAGE, "profile"], "report": [programs.BARRAGE, "report"],
            "barrage-agent": [programs.AGENT], "barrage-sim": [programs.SIM],
        }.items():
            with self.subTest(name):
                child = self.start(name, *command, "--help")
                self.assertEqual(child.wait(case.QUICK_S), 0, child.output())
                self.assertLessEqual(child.stdout.count("\n"), SCREEN)
                self.assertGreater(child.stdout.count("\n"), 3)
                self.assertEqual(child.stderr, "")

    def test_help_is_quick(self):
        # The best of some tries, and five times the limit: the machine may be busy. Sanitizers take their time to start.
        limit = (100 if os.environ.get("SANITIZED") else 5) * LIMIT_S
        for command in ([programs.BARRAGE], [programs.BARRAGE, "profile"], [programs.AGENT], [programs.SIM]):
            with self.subTest(command):
                self.assertLess(min(self.seconds(*command, "--help") for _ in range(5)), limit)

    def seconds(self, *command: str) -> float:
        before = time.monotonic()
        child = self.start(command[0], *command)
        child.wait(case.QUICK_S)
        return time.monotonic() - before

    def test_version(self):
        for program in (programs.BARRAGE, programs.AGENT):
            with self.subTest(program):
                child = self.start(program, program, "--version")
                self.assertEqual(child.wait(case.QUICK_S), 0, child.output())
                self.assertRegex(child.stdout, r"\b\d+\.\d+\.\d+\b")


if __name__ == "__main__":
    case.main()
