"""Commands that people have, typed exactly but for the first word, against a server where they look for one."""
import json
import pathlib
import re
import shlex

import aiperf_commands
import case
import genai_perf_commands
import own_network
import programs
from doc_command import REFUSED, WORKS

PATHS = {"chat": "/v1/chat/completions", "completions": "/v1/completions", "embeddings": "/v1/embeddings"}


class DocCommands(case.IntegrationTest):
    def test_the_commands_of_the_contract(self):
        self.check(genai_perf_commands.CONTRACT)

    def test_commands_of_genai_perfs_documentation(self):
        self.assertGreaterEqual(sum(command.becomes == WORKS for command in genai_perf_commands.DOCUMENTED), 10)
        self.check(genai_perf_commands.DOCUMENTED)

    def test_commands_of_aiperfs_documentation(self):
        self.assertGreaterEqual(sum(command.becomes == WORKS for command in aiperf_commands.DOCUMENTED), 10)
        self.check(aiperf_commands.DOCUMENTED)

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
        sim = self.start_sim("--port", self.port(words), "--ttft", "2", "--gap", "0.1", "--journal-bodies",
                             *(word for model in models for word in ("--model", model)))
        try:
            child = self.start(command.where, "env", "-C", str(directory), programs.BARRAGE, *words[1:],
                               environment={"HOME": str(directory), "HF_HUB_OFFLINE": "1"})
            status = child.wait(case.RUN_S)
            if command.becomes == REFUSED:
                self.assertTrue(command.said, "a refused command says why")
                self.assertEqual(status, 2, child.output())
                self.assertIn(command.said, child.stderr)
                self.assertEqual(sim.journal(), [])
                return
            self.assertIn(command.said, child.stderr)
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
        asked = {json.loads(entry["body"]).get("model") for entry in journal}
        self.assertEqual(asked, {None} if "rankings:tei" in words else set(models))  # TEI serves one model, and is told none
        path = self.after(words, "--endpoint") or PATHS[self.after(words, "--endpoint-type") or "chat"]
        self.assertEqual({entry["path"] for entry in journal}, {"/" + path.lstrip("/")})

    def port(self, words) -> str:
        """Of the server that the command asks."""
        url = self.after(words, "--url") or self.after(words, "-u") or "localhost:8000"
        return url.rpartition(":")[2]

    @staticmethod
    def after(words, flag: str) -> str | None:
        return words[words.index(flag) + 1] if flag in words else None

    @staticmethod
    def models(words) -> list[str]:
        start = next(i for i, word in enumerate(words) if re.fullmatch("-m|--model", word))
        end = next((i for i in range(start + 1, len(words)) if words[i].startswith("-")), len(words))
        return words[start + 1:end]


if __name__ == "__main__":
    own_network.enter()
    case.main()
