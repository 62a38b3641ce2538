"""Every option of the program shows what it does: on the wire, or in a file. Or it stands in a list that says why it cannot."""
import re
import unittest

import case
import flags_fleet_test
import flags_load_test
import flags_prompts_test
import flags_report_test
import flags_series_test
import flags_target_test
import programs

# Each test of these names the options whose effect it shows in its docstring.
EFFECTS = (flags_target_test, flags_load_test, flags_prompts_test, flags_fleet_test, flags_report_test, flags_series_test)

# Options whose effect another test of this tree shows; it names them.
ELSEWHERE = {flag: f"tests/integration/{test}.py" for test, flags in {
    "endpoints_test": ("--batch-size", "--payload-template", "--response-field", "--rankings-passages-stddev",
                       "--rankings-query-prompt-token-mean", "--rankings-query-prompt-token-stddev", "--batch-size-image",
                       "--image-width-mean", "--image-width-stddev", "--image-height-mean", "--image-height-stddev", "--image-format",
                       "--batch-size-audio", "--audio-length-mean", "--audio-length-stddev", "--audio-format", "--audio-sample-rates",
                       "--audio-depths", "--audio-num-channels"),
    "tokenizer_test": ("--tokenizer", "--tokenizer-revision"),
    "server_metrics_test": ("--server-metrics-url", "--no-server-metrics"),
    "views_test": ("--format", "--output"),
    "keep_text_test": ("--keep-text",),
    "compare_test": ("--fail-if",),
    "dashboard_test": ("--dashboard",),
    "dataset_flags_test": ("--seq-dist", "--custom-dataset-type"),
}.items() for flag in flags}

# What has no effect on the wire or in a file, and why.
NO_EFFECT = {
    "--help": "prints a page and ends; help_test.py reads it",
    "--help-all": "prints a page and ends; command_line_test.cc reads it",
    "--version": "prints a line and ends; help_test.py reads it",
}


def docstrings():
    """Of the tests of EFFECTS."""
    for module in EFFECTS:
        for suite in unittest.defaultTestLoader.loadTestsFromModule(module):
            for test in suite:
                yield getattr(test, test.id().rpartition(".")[2]).__doc__ or ""


class ListsOfFlags(case.IntegrationTest):
    def options(self, section: str) -> list[list[str]]:
        """The names of each option of a section of the manual page: OPTIONS, and the two of other tools."""
        run = self.barrage("man")
        self.assert_exit(run, 0)
        text = run.stdout[run.stdout.index(".SH OPTIONS"):run.stdout.index(".SH PLAN FILE")]
        others = [".SS Of other tools, without effect here", ".SS Of other tools, refused here"]
        own, rest = text.split(others[0])
        accepted, refused = rest.split(others[1])
        lines = {"own": own, "accepted": accepted, "refused": refused}[section].splitlines()
        heads = [line.replace("\\-", "-") for line in lines if line.startswith("\\fB\\-")]
        return [re.findall(r"\\fB(--?[^\\]+)\\fR", head) for head in heads]

    def test_every_option_is_shown_or_excused(self):
        shown = set(re.findall(r"--[a-z-]+", " ".join(docstrings())))
        own = {names[0] for names in self.options("own")}
        self.assertGreater(len(own), 60)
        for flag, path in ELSEWHERE.items():
            self.assertIn(flag, (programs.SOURCES / path).read_text(), path)
        listed = shown | set(ELSEWHERE) | set(NO_EFFECT)
        self.assertEqual(own - listed, set(), "options that neither show their effect nor are excused")
        self.assertEqual(listed - own, set(), "names that are no options")
        self.assertEqual(shown & set(NO_EFFECT), set())

    def test_what_has_no_effect_says_so(self):
        for names in self.options("accepted"):
            with self.subTest(names[0]):
                run = self.barrage("validate", "--model", "m", names[0])
                self.assert_exit(run, 0)
                self.assertIn(f"{names[0]} has no effect: ", run.stderr)

    def test_what_is_refused_says_why(self):
        names = [option[0] for option in self.options("refused")]
        run = self.barrage("validate", "--model", "m", *names)
        self.assert_exit(run, 2)
        for name in names:
            with self.subTest(name):
                self.assertRegex(run.stderr, rf"{name}: \w")


if __name__ == "__main__":
    case.main()
