"""The tools' numbers of one run stand to each other as their definitions do, and the page has every row."""
import os
import pathlib
import sys
import unittest

ROOT = pathlib.Path(os.environ["TEST_SRCDIR"], os.environ["TEST_WORKSPACE"])
sys.path[:0] = [str(ROOT / "tests/integration"), str(ROOT / "tests/definitions")]

import report  # noqa: E402
from definitions import ROWS, TOOLS, read, table  # noqa: E402

BARRAGE, KEPT = str(ROOT / "coordinator/barrage"), ROOT / "tests/golden/metrics/closed_loop"


class Definitions(unittest.TestCase):
    def test_the_numbers_stand_to_each_other_as_the_definitions_do(self):
        seen = {tool: read(BARRAGE, KEPT, tool)["metrics"] for tool in TOOLS}
        latency = {tool: seen[tool]["request_latency"]["avg"] for tool in TOOLS}
        self.assertEqual(latency["barrage"], latency["genai-perf"])
        self.assertEqual(latency["barrage"], latency["aiperf"])
        self.assertGreaterEqual(latency["vllm"], latency["barrage"])
        self.assertGreaterEqual(latency["guidellm"], latency["vllm"])
        # The role's chunk is a first token to vLLM, and comes before the text.
        self.assertLess(seen["vllm"]["time_to_first_token"]["avg"], seen["barrage"]["time_to_first_token"]["avg"])
        self.assertGreater(seen["vllm"]["inter_token_latency"]["count"], seen["barrage"]["inter_token_latency"]["count"])
        self.assertAlmostEqual(seen["guidellm"]["inter_token_latency"]["avg"], seen["barrage"]["inter_token_latency"]["avg"], 9)
        self.assertGreater(seen["guidellm"]["time_per_output_token"]["avg"], seen["guidellm"]["inter_token_latency"]["avg"])
        # Failed requests are throughput to GenAI-Perf alone; what failed last does not lengthen its duration.
        self.assertGreater(seen["genai-perf"]["request_throughput"]["avg"], seen["barrage"]["request_throughput"]["avg"])
        self.assertLessEqual(seen["aiperf"]["benchmark_duration"]["avg"], seen["barrage"]["benchmark_duration"]["avg"])

    def test_the_page_has_every_row_with_a_number_of_each_tool_that_has_one(self):
        lines = [line for line in table(BARRAGE, KEPT).splitlines() if line.startswith("| `")]
        self.assertEqual(len(lines), len(ROWS))
        for line, (tag, *_) in zip(lines, ROWS):
            empty = line.count("| – ")
            self.assertEqual(empty, 3 if tag == "time_per_output_token" else 0, line)


if __name__ == "__main__":
    report.main()
