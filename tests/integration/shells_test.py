"""What the program prints for other programs: completion in a real shell, and a manual page that formats without a word of warning."""
import shutil

import case
import programs


class Shells(case.IntegrationTest):
    def output(self, name: str, *command: str) -> str:
        child = self.start(name, *command)
        self.assertEqual(child.wait(case.QUICK_S), 0, child.output())
        self.assertEqual(child.stderr, "")
        return child.stdout

    def script(self, shell: str) -> str:
        path = self.directory / shell
        path.write_text(self.output("completion", programs.BARRAGE, "completion", shell))
        return str(path)

    def completed(self, *words: str) -> list[str]:
        """What bash offers for the last of these words."""
        program = ('source "$1"; shift; COMP_WORDS=(barrage "$@"); COMP_CWORD=$#; _barrage; printf "%s\\n" "${COMPREPLY[@]}"')
        return self.output("bash", "bash", "--norc", "-c", program, "bash", self.script("bash"), *words).split()

    def test_bash_completes_commands_options_and_words(self):
        self.assertEqual(self.completed("prof"), ["profile"])
        self.assertIn("--request-rate", self.completed("profile", "--request-r"))
        self.assertNotIn("--sweep-type", self.completed("profile", "--sweep"))
        self.assertIn("--sweep-type", self.completed("analyze", "--sweep"))
        self.assertEqual(self.completed("run", "--request-distribution", "p"), ["poisson"])

    def test_zsh_and_fish_read_their_scripts(self):
        for shell, flag in (("zsh", "-n"), ("fish", "--no-execute")):
            with self.subTest(shell):
                if shutil.which(shell) is None:
                    self.skipTest(f"there is no {shell}")
                self.output(shell, shell, flag, self.script(shell))

    def test_the_manual_page_formats_cleanly(self):
        page = self.directory / "barrage.1"
        page.write_text(self.output("man", programs.BARRAGE, "man"))
        # Every warning there is; "" on stderr is checked by output().
        text = self.output("groff", "groff", "-man", "-ww", "-Tutf8", "-rLL=80n", "-P-cbou", str(page))
        for heading in ("NAME", "SYNOPSIS", "COMMANDS", "OPTIONS", "PLAN FILE", "ENVIRONMENT", "EXIT STATUS"):
            self.assertIn(f"\n{heading}", text)
        self.assertIn("--request-rate R", text)


if __name__ == "__main__":
    case.main()
