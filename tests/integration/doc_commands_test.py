"""Commands that people have, typed exactly but for the first word, against a server on localhost:8000."""
import json
import pathlib
import re
import shlex

import case
import doc_commands
import own_network
import programs
from doc_commands import REFUSED, WORKS


class DocCommands(case.IntegrationTest):
    def test_the_commands_of_the_contract(self):
        self.check(doc_commands.CONTRACT)

    def test_commands_of_genai_perfs_documentation(self):
        self.assertGreaterEqual(sum(command.becomes == WORKS for command in doc_commands.GENAI_PERF), 10)
        self.check(doc_commands.GENAI_PERF)

    def test_commands_of_aiperfs_documentation(self):
        self.assertGreaterEqual(sum(command.becomes == WORKS for command in doc_commands.AIPERF), 10)
        self.check(doc_commands.AIPERF)

    def check(self, commands):
        for number, command in enumerate(commands):
            with self.subTest(command.where):
                self.check_one(command, self.directory / f"{self._testMethodName}-{number}")

    def check_one(self, command, directory: pathlib.Path):
        for name, text in command.files.items():
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            (directory / name).write_text(text)
        directory.mkdir(exist_ok=True)
        words = shlex.split(command.text.replace("\\\n", " "))
        self.assertIn(words[0], ("genai-perf", "aiperf"))
        models = self.models(words)
        sim = self.start_sim("--port", "8000", "--ttft", "2", "--gap", "0.1", "--journal-bodies",
                             *(word for model in models for word in ("--model", model)))
        try:
            child = self.start(command.where, "env", "-C", str(directory), programs.BARRAGE, *words[1:],
                               environment={"HOME": str(directory), "HF_HUB_OFFLINE": "1"})
            status = child.wait(case.RUN_S)
            if not self.knows(self.kind(words)):
                self.assertEqual(status, 2, child.output())
                self.assertIn("--endpoint-type must be one of", child.stderr)
                return
            if command.said:
                self.assertIn(command.said, child.stderr)
            if command.becomes == REFUSED:
                self.assertEqual(status, 2, child.output())
                self.assertEqual(sim.journal(), [])
                return
            self.assertEqual(status, 0, child.output())
            self.check_run(words, models, directory, sim.journal(), child.output())
        finally:
            sim.end()

    def check_run(self, words, models, directory, journal, output):
        runs = sorted((directory / "artifacts").glob("*/summary.json"))
        self.assertEqual(len(runs), 3 if "analyze" in words else 1, output)
        for run in runs:
            summary = json.loads(run.read_text())
            self.assert_ledger_balances(summary)
            ledger = summary["ledger"]
            self.assertGreater(ledger["ok"], 0)
            self.assertEqual(ledger["ok"] + ledger["cancelled_by_plan"], ledger["scheduled"], output)
        asked = {json.loads(entry["body"])["model"] for entry in journal}
        self.assertEqual(asked, set(models))
        path = {"chat": "/v1/chat/completions", "completions": "/v1/completions", "embeddings": "/v1/embeddings"}
        self.assertEqual({entry["path"] for entry in journal}, {path[self.kind(words)]})

    @staticmethod
    def kind(words) -> str:
        return words[words.index("--endpoint-type") + 1] if "--endpoint-type" in words else "chat"

    def knows(self, kind: str) -> bool:
        """Whether this version asks endpoints of this kind."""
        return self.barrage("validate", "--model", "m", "--endpoint-type", kind).exit_code == 0

    @staticmethod
    def models(words) -> list[str]:
        start = next(i for i, word in enumerate(words) if re.fullmatch("-m|--model", word))
        end = next((i for i in range(start + 1, len(words)) if words[i].startswith("-")), len(words))
        return words[start + 1:end]


if __name__ == "__main__":
    own_network.enter()
    case.main()
