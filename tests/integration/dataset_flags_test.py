"""Flags of AIPerf that say what synthetic prompts and input files are."""
import collections
import json

import case
from llm_server import LlmServer

BRIEF = ("--model", "m", "--progress", "none", "--no-proxy")


class DatasetFlags(case.IntegrationTest):
    def sent(self, name: str, *options: str) -> list[dict]:
        server = LlmServer()
        self.addCleanup(server.end)
        run = self.profile(server.url, name, *BRIEF, *options)
        self.assert_exit(run, 0)
        return [seen.json for seen in server.posts()]

    def test_lengths_come_in_pairs(self):
        """--seq-dist"""
        bodies = self.sent("pairs", "--seq-dist", "10,2:50;30,4:50", "--request-count", "40")
        lengths = collections.Counter((len(body["messages"][0]["content"].split()), body["max_completion_tokens"]) for body in bodies)
        self.assertEqual(set(lengths), {(10, 2), (30, 4)})
        self.assertTrue(all(count > 5 for count in lengths.values()), lengths)
        again = self.sent("again", "--sequence-distribution", "[(10,2):50,(30,4):50]", "--request-count", "40")
        self.assertEqual(sorted(map(json.dumps, bodies)), sorted(map(json.dumps, again)))
        exact = self.sent("exact", "--seq-dist", "10,2:100", "--output-tokens-mean-deterministic", "--request-count", "2")
        self.assertEqual({(body["min_tokens"], body["ignore_eos"]) for body in exact}, {(2, True)})

    def test_lengths_exclude_others(self):
        run = self.barrage("validate", "--model", "m", "--seq-dist", "10,2:60", "--isl", "5")
        self.assert_exit(run, 2)
        self.assertIn("--seq-dist must have percents that add up to 100, got 60", run.stderr)
        run = self.barrage("validate", "--model", "m", "--seq-dist", "10,2:100", "--isl", "5", "--endpoint-type", "embeddings")
        self.assert_exit(run, 2)
        self.assertIn("--isl and --seq-dist exclude each other", run.stderr)
        self.assertIn("--seq-dist is for prompts with an answer: embeddings has none", run.stderr)

    def test_a_file_of_single_turns(self):
        """--custom-dataset-type"""
        path = self.directory / "prompts.jsonl"
        path.write_text('{"text": "one"}\n{"text": "two"}\n')
        bodies = self.sent("file", "--input-file", str(path), "--custom-dataset-type", "single_turn", "--request-count", "2")
        self.assertEqual([body["messages"][0]["content"] for body in bodies], ["one", "two"])
        trace = self.directory / "trace.jsonl"
        trace.write_text('{"timestamp": 900, "text_input": "late"}\n{"timestamp": 400, "text_input": "early", "output_length": 3}\n')
        options = ("--input-file", str(trace), "--custom-dataset-type", "mooncake_trace")
        bodies = self.sent("trace", *options, "--fixed-schedule-auto-offset")
        self.assertEqual([body["messages"][0]["content"] for body in bodies], ["early", "late"])
        self.assertEqual(bodies[0]["max_completion_tokens"], 3)
        trace.write_text('{"timestamp": 0, "input_length": 5, "hash_ids": [1]}\n')
        run = self.barrage("validate", "--model", "m", *options)
        self.assert_exit(run, 2)
        self.assertIn("trace.jsonl:1: hash_ids: this version replays no shared blocks of tokens", run.stderr)
        for kind in ("multi_turn", "random_pool", "sharegpt"):
            run = self.barrage("validate", "--model", "m", "--input-file", str(path), "--custom-dataset-type", kind)
            self.assert_exit(run, 2)
            self.assertIn(f"--custom-dataset-type cannot be {kind}: this version reads single_turn", run.stderr)


if __name__ == "__main__":
    case.main()
