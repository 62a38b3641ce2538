"""The flags, variables and plan that deploy/ gives to the programs are ones that they take."""
import re

import case
import programs

DEPLOY = (programs.ROOT if (programs.ROOT / "deploy").exists() else programs.SOURCES) / "deploy"
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*")
COMMANDS = {
    "barrage-agent": [programs.AGENT, "--help"],
    "barrage-sim": [programs.SIM, "--help"],
    "barrage profile": [programs.BARRAGE, "profile", "--help-all"],
    "barrage serve": [programs.BARRAGE, "serve", "--help-all"],
}


def manifests() -> dict[str, str]:
    return {str(path.relative_to(DEPLOY)): path.read_text() for path in sorted(DEPLOY.glob("kubernetes/**/*.yaml"))}


class Manifests(case.IntegrationTest):
    def known(self, command: str) -> set[str]:
        child = self.start(command, *COMMANDS[command])
        self.assertEqual(child.wait(case.QUICK_S), 0, child.output())
        return set(FLAG.findall(child.stdout))

    def test_lists_of_words(self):
        seen = set()
        for name, text in manifests().items():
            for words in re.findall(r"(?:args|command): \[((?:barrage|barrage-\w+), [^\]]*)\]", text):
                command = re.match(r"barrage(-\w+|, \w+)", words)[0].replace(",", "")
                seen.add(command)
                with self.subTest(name, command=command):
                    self.assertLessEqual(set(FLAG.findall(words)), self.known(command))
        self.assertEqual(seen, set(COMMANDS))

    def test_patches_that_add_words(self):
        seen = 0
        for name, text in manifests().items():
            for target, patch in re.findall(r"- target: \{([^}]*)\}\n(.*?)(?=- target:|\Z)", text, re.DOTALL):
                flags = set(re.findall(r"args/-, value: (--[a-z-]+)", patch))
                command = "barrage-agent" if "barrage-agent" in target else "barrage profile"
                seen += len(flags)
                with self.subTest(name, command=command):
                    self.assertLessEqual(flags, self.known(command))
        self.assertGreater(seen, 2)

    def test_variables(self):
        known = self.known("barrage profile")
        variables = {(name, variable) for name, text in manifests().items() for variable in re.findall(r"name: (BARRAGE_\w+)", text)}
        self.assertGreater(len(variables), 3)
        for name, variable in variables:
            with self.subTest(name, variable=variable):
                self.assertIn("--" + variable.removeprefix("BARRAGE_").lower().replace("_", "-"), known)

    def test_the_plan(self):
        plans = sorted(DEPLOY.glob("kubernetes/**/plan.yaml"))
        self.assertTrue(plans)
        for plan in plans:
            self.assert_exit(self.barrage("validate", "--plan", str(plan)), 0)

    def test_the_commands_that_the_guide_shows(self):
        known = self.known("barrage profile")
        guide = (DEPLOY / "README.md").read_text().replace("\\\n", " ")
        shown = re.findall(r"-- barrage profile (.*)", guide)
        self.assertGreater(len(shown), 1)
        for line in shown:
            self.assertLessEqual(set(FLAG.findall(line)), known, line)


if __name__ == "__main__":
    case.main()
