"""What cannot be run is refused before anything starts, with every problem named at once."""
import re
import time

import case
import programs

TARGET = ("--model", "m", "--url", "http://127.0.0.1:1")  # nothing may get as far as dialling it


class BadInput(case.IntegrationTest):
    def refused(self, *arguments: str, code: int = 2, **keywords) -> str:
        """Runs `barrage profile` with them, checks that it left nothing, and returns what it said."""
        artifacts = self.directory / "artifacts"
        run = self.barrage("profile", *arguments, "--artifact-dir", str(artifacts), **keywords)
        self.assert_exit(run, code)
        self.assertEqual(run.stdout, "")
        self.assertFalse(list(artifacts.glob("*/records")), run.told())
        return run.stderr

    def file(self, name: str, text: str) -> str:
        path = self.directory / name
        path.write_text(text)
        return str(path)

    def test_unknown_flag_names_the_nearest(self):
        said = self.refused(*TARGET, "--concurency", "4")
        self.assertIn("--concurency", said)
        self.assertRegex(said, r"--concurrency\b")

    def test_unknown_subcommand_names_the_nearest(self):
        run = self.barrage("profil")
        self.assert_exit(run, 2)
        self.assertRegex(run.stderr, r"\bprofile\b")

    def test_all_impossible_values_are_named_at_once(self):
        said = self.refused(*TARGET, "--concurrency", "0", "--request-count", "-5", "--isl", "-1", "--endpoint-type", "chatt")
        for flag in ("concurrency", "request-count", "isl|synthetic-input-tokens-mean", "endpoint-type"):
            with self.subTest(flag):
                self.assertRegex(said, flag)
        for seen in ("0", "-5", "-1", "chatt"):
            with self.subTest(seen):
                self.assertIn(seen, said)

    def test_values_that_are_no_numbers(self):
        said = self.refused(*TARGET, "--concurrency", "four")
        self.assertRegex(said, r"concurrency.*four|four.*concurrency")

    def test_missing_input_file(self):
        path = str(self.directory / "no-such-prompts.jsonl")
        self.assertIn(path, self.refused(*TARGET, "--input-file", path))

    def test_broken_lines_of_an_input_file(self):
        path = self.file("prompts.jsonl", '{"text": "one"}\n{"text": "two"}\n{"text": "thr\n{"text": "four"}\n{"prompt": 5}\n')
        said = self.refused(*TARGET, "--input-file", path)
        self.assertIn(f"{path}:3", said)
        self.assertIn(f"{path}:5", said)
        self.assertNotIn(f"{path}:4", said)

    def test_empty_input_file(self):
        path = self.file("prompts.jsonl", "")
        self.assertIn(path, self.refused(*TARGET, "--input-file", path))

    def test_plan_file_with_its_lines(self):
        path = self.file("plan.yaml", f"model: m\nurl: {TARGET[3]}\nconcurrency: 0\nrequest-cuont: 10\n")
        said = self.refused("--plan", path)
        self.assertIn(f"{path}:3", said)
        self.assertIn(f"{path}:4", said)
        self.assertRegex(said, "request[-_]count")

    def test_validate_finds_the_same(self):
        path = self.file("plan.yaml", f"model: m\nurl: {TARGET[3]}\nconcurrency: -2\n")
        run = self.barrage("validate", "--plan", path)
        self.assert_exit(run, 2)
        self.assertIn(f"{path}:3", run.stderr + run.stdout)

    def test_unreachable_target(self):
        port = programs.free_port()
        said = self.refused("--model", "m", "--url", f"http://127.0.0.1:{port}", code=3)
        self.assertIn(f"127.0.0.1:{port}", said)

    def test_too_few_agents_in_time(self):
        sim = self.start_sim("--model", "m")
        port = programs.free_port()
        self.start_agents(1, port)
        started = time.monotonic()
        said = self.refused("--model", "m", "--url", sim.url, "--expect-agents", "3", "--agents-timeout", "5",
                            "--listen", f"127.0.0.1:{port}", code=4)
        self.assertLess(time.monotonic() - started, 5 * 5)
        self.assertRegex(said, r"\b1\b.*\b3\b")
        self.assertIn("agent-1", said)
        of_a_run = [entry["request_id"] for entry in sim.journal() if re.search(r"-\d+$", entry["request_id"])]
        self.assertEqual(of_a_run, [])

    def test_report_of_no_run(self):
        run = self.barrage("report", str(self.directory / "nothing"))
        self.assert_exit(run, 2)
        self.assertIn(str(self.directory / "nothing"), run.stderr)


if __name__ == "__main__":
    case.main()
