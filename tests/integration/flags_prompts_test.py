"""Options of what is asked show what they do, in the bodies of the requests."""
import os

import case
import flags_case


class FlagsOfPrompts(flags_case.FlagsTest):
    def test_prompts_of_a_file(self):
        """--input-file --num-prompts"""
        path = self.directory / "prompts.jsonl"
        path.write_text("".join(f'{{"text": "question {i}"}}\n' for i in range(5)))
        server = self.server()
        self.run_against(server, "--request-count", "6", "--input-file", str(path), "--num-prompts", "3")
        self.assertEqual(self.prompts(server), ["question 0", "question 1", "question 2"] * 2)

    def test_prompts_that_are_made(self):
        """--synthetic-input-tokens-mean --synthetic-input-tokens-stddev --num-prefix-prompts --prefix-prompt-length --unique-prompts --random-seed"""
        def made(*options):
            server = self.server()
            self.run_against(server, "--request-count", "8", *options)
            return self.prompts(server)
        plain = made("--synthetic-input-tokens-mean", "40", "--num-prompts", "2")
        self.assertEqual(len(set(plain)), 2)
        lengths = {len(prompt.split()) for prompt in plain}
        self.assertTrue(all(20 <= length <= 60 for length in lengths), lengths)
        varied = made("--synthetic-input-tokens-mean", "40", "--synthetic-input-tokens-stddev", "15")
        self.assertGreater(len({len(prompt.split()) for prompt in varied}), 2)
        self.assertEqual(made("--random-seed", "7"), made("--random-seed", "7"))
        self.assertNotEqual(made("--random-seed", "7"), made("--random-seed", "8"))
        self.assertEqual(len(set(made("--unique-prompts", "--num-prompts", "2"))), 8)
        prefixed = made("--num-prefix-prompts", "1", "--prefix-prompt-length", "30")
        self.assertGreater(len(os.path.commonprefix(prefixed).split()), 10)

    def test_lengths_of_answers(self):
        """--output-tokens-mean --output-tokens-stddev --output-tokens-mean-deterministic"""
        brief = ("--isl", "8", "--progress", "none", "--no-proxy")
        exact, drawn = self.server(), self.server()
        self.run_against(exact, "--request-count", "3", "--output-tokens-mean", "5", "--output-tokens-mean-deterministic", brief=brief)
        for body in self.bodies(exact):
            self.assertEqual((body["max_completion_tokens"], body["min_tokens"], body["ignore_eos"]), (5, 5, True))
        self.run_against(drawn, "--request-count", "12", "--output-tokens-mean", "30", "--output-tokens-stddev", "10", brief=brief)
        self.assertGreater(len({body["max_completion_tokens"] for body in self.bodies(drawn)}), 3)

    def test_whose_count_of_tokens(self):
        """--use-server-token-count"""
        run = self.run_against(self.server(), "--request-count", "2", "--use-server-token-count")
        self.assertEqual(run.summary()["token_source"], "usage")
        self.assertIn("use_server_token_count: true", (run.directory / "plan.yaml").read_text())


if __name__ == "__main__":
    case.main()
