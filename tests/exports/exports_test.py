"""The files in GenAI-Perf's and AIPerf's formats, read back by those who know the formats alone, say what the requests say."""
import os
import pathlib
import sys

ROOT = pathlib.Path(os.environ["TEST_SRCDIR"], os.environ["TEST_WORKSPACE"])
sys.path[:0] = [str(ROOT / "tests/integration")]

import case  # noqa: E402
import aiperf_reader  # noqa: E402
import genai_perf_reader  # noqa: E402
import recompute_exports as recompute  # noqa: E402

CSV_TITLES = {"Time To First Token (ms)": "time_to_first_token", "Time To Second Token (ms)": "time_to_second_token",
              "Request Latency (ms)": "request_latency", "Inter Token Latency (ms)": "inter_token_latency",
              "Output Token Throughput Per User (tokens/sec/user)": "output_token_throughput_per_user",
              "Output Sequence Length (tokens)": "output_sequence_length",
              "Input Sequence Length (tokens)": "input_sequence_length"}


class Exports(case.IntegrationTest):
    def setUp(self):
        super().setUp()
        sim = self.start_sim("--ttft", "15", "--ttft-stddev", "4", "--gap", "3", "--gap-stddev", "1", "--model", "m",
                             "--fault", "http-500@0.1", "--fault", "truncate@0.05", "--seed", "5")
        run = self.profile(sim.url, "run", "--model", "m", "--concurrency", "8", "--request-count", "160", "--isl", "30",
                           "--osl", "9", "--osl-stddev", "2", "--warmup-request-count", "6", "--local-agents", "2")
        self.assert_exit(run, 0)
        self.run_directory = run.directory
        self.summary = run.summary()
        self.lines = aiperf_reader.read_lines(run.directory / "profile_export.jsonl")

    def near(self, got: float, wanted: float, what, digits: float = 1e-11):
        self.assertLessEqual(abs(got - wanted), digits * max(1, abs(wanted)), f"{what}: {got!r}, recomputed {wanted!r}")

    def test_every_file_says_what_the_requests_say(self):
        self.genai_perf_json()
        self.genai_perf_csv()
        self.aiperf_json()
        self.single_requests()

    def genai_perf_json(self):
        metrics = genai_perf_reader.read_json(self.run_directory / "profile_export_genai_perf.json")
        requests, system = recompute.request_metrics(self.lines), recompute.system_metrics(self.lines)
        self.assertEqual(set(metrics) & set(requests), set(genai_perf_reader.REQUEST_METRICS))
        for tag in genai_perf_reader.REQUEST_METRICS:
            for statistic in genai_perf_reader.STATISTICS:
                self.near(metrics[tag][statistic], requests[tag][statistic], f"{tag}.{statistic}")
        for tag in ("request_count", "request_throughput", "output_token_throughput"):
            self.near(metrics[tag]["avg"], system[tag], tag)

    def genai_perf_csv(self):
        table, values = genai_perf_reader.read_csv(self.run_directory / "profile_export_genai_perf.csv")
        metrics = genai_perf_reader.read_json(self.run_directory / "profile_export_genai_perf.json")
        self.assertEqual(set(table), set(CSV_TITLES))
        for title, tag in CSV_TITLES.items():
            for statistic, text in table[title].items():
                self.assertEqual(text, f"{metrics[tag][statistic]:,.2f}", f"{title}, {statistic}")
        self.assertEqual(values, {"Output Token Throughput (tokens/sec)": f"{metrics['output_token_throughput']['avg']:,.2f}",
                                  "Request Throughput (per sec)": f"{metrics['request_throughput']['avg']:,.2f}",
                                  "Request Count (count)": f"{metrics['request_count']['avg']:,.2f}"})

    def aiperf_json(self):
        metrics = aiperf_reader.read_summary(self.run_directory / "profile_export_aiperf.json")
        compared = 0
        for tag, statistics in recompute.request_metrics(self.lines).items():
            for statistic, value in statistics.items():
                self.near(metrics[tag][statistic], value, f"{tag}.{statistic}")
                self.near(self.summary["metrics"][tag][statistic], value, f"summary.json: {tag}.{statistic}")
                compared += 1
        self.assertGreater(compared, 150)
        for tag, value in recompute.system_metrics(self.lines).items():
            self.near(metrics[tag]["avg"], value, tag)
            self.near(self.summary["metrics"][tag]["avg"], value, f"summary.json: {tag}")

    def single_requests(self):
        """A request's lists and its numbers agree; ITL is rounded to 1 ns once."""
        for line in recompute.ok_requests(self.lines):
            for tag, value in recompute.from_lists(line).items():
                self.near(line["metrics"][tag]["value"], value, f"{line['metadata']['x_request_id']} {tag}", 1e-6)

    def test_failures_and_the_warm_up_stand_in_the_lines(self):
        phases = [line["metadata"]["benchmark_phase"] for line in self.lines]
        self.assertEqual((phases.count("warmup"), phases.count("profiling")), (6, 160))
        failed = [line for line in self.lines if line["error"] and line["metadata"]["benchmark_phase"] == "profiling"]
        ledger = self.summary["ledger"]
        for outcome in ("http_error", "truncated"):
            of_it = [line for line in failed if line["error"]["type"] == outcome]
            self.assertEqual(len(of_it), ledger[outcome])
            self.assertGreater(len(of_it), 0)


if __name__ == "__main__":
    case.main()
