"""Other views of a stored run: windows, slices, other tools' definitions, records as lines; and a run that is cut."""
import csv
import json
import subprocess

import case
import programs


class Views(case.IntegrationTest):
    def setUp(self):
        super().setUp()
        sim = self.start_sim("--ttft", "30", "--gap", "3", "--model", "m", "--fault", "http-500@0.1", "--seed", "3")
        self.run_ = self.profile(sim.url, "run", "--model", "m", "--concurrency", "8", "--benchmark-duration", "3", "--osl",
                                 "20", "--slice-duration", "1", "--warmup-request-count", "4")
        self.assert_exit(self.run_, 0)
        self.summary = self.run_.summary()

    def view(self, folder: str, *options: str) -> dict:
        before = self.run_.files()
        report = self.barrage("report", str(self.run_.directory), *options)
        self.assert_exit(report, 0)
        after = self.run_.files()
        self.assertEqual({name: after[name] for name in before}, before)  # nothing in place has changed
        made = self.run_.directory / "reports" / folder
        self.assertIn(str(made), "".join(report.stdout.split()))
        again = {path.name: path.read_bytes() for path in made.iterdir()}
        self.assert_exit(self.barrage("report", str(self.run_.directory), *options), 0)
        self.assertEqual(again, {path.name: path.read_bytes() for path in made.iterdir()})
        return json.loads((made / "summary.json").read_text())

    def test_slices_have_files_of_their_own(self):
        document = json.loads((self.run_.directory / "profile_export_aiperf_timeslices.json").read_text())
        slices = [window for window in self.summary["windows"] if window["name"].startswith("slice")]
        self.assertEqual([entry["timeslice_index"] for entry in document["timeslices"]], list(range(len(slices))))
        self.assertGreaterEqual(len(slices), 3)
        with open(self.run_.directory / "profile_export_aiperf_timeslices.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        counts = {row["Timeslice"]: float(row["Value"]) for row in rows
                  if (row["Metric"], row["Stat"]) == ("Request Count", "avg")}
        self.assertEqual(sum(counts.values()), self.summary["ledger"]["ok"])
        self.assertEqual(len(counts), len(slices))

    def test_the_steady_state_and_a_range(self):
        steady = self.view("window-steady", "--window", "steady")
        window = next(window for window in self.summary["windows"] if window["name"] == "steady")
        self.assertEqual(steady["metrics"]["time_to_first_token"]["avg"], window["metrics"]["time_to_first_token"]["avg"])
        self.assertEqual(steady["metrics"]["benchmark_duration"]["avg"], (window["to_ns"] - window["from_ns"]) / 1e9)
        part = self.view("window-0.5-1.5", "--window", "0.5:1.5")
        self.assertEqual(part["metrics"]["benchmark_duration"]["avg"], 1.0)
        self.assertLess(part["metrics"]["request_count"]["avg"], self.summary["metrics"]["request_count"]["avg"])

    def test_as_another_tool_defines_it(self):
        vllm = self.view("vllm", "--definitions", "vllm")
        self.assertEqual(vllm["definitions"], "vllm")
        self.assertIn("numbers as vllm defines them", vllm["notes"][0])
        self.assertGreater(vllm["metrics"]["inter_token_latency"]["count"],
                           self.summary["metrics"]["inter_token_latency"]["count"])
        genai = self.view("genai-perf", "--definitions", "genai-perf")
        failed = self.summary["metrics"]["error_request_count"]["avg"]
        self.assertGreater(failed, 0)
        self.assertAlmostEqual(genai["metrics"]["request_throughput"]["avg"] * genai["metrics"]["benchmark_duration"]["avg"],
                               self.summary["metrics"]["request_count"]["avg"] + failed, 6)

    def test_records_as_lines(self):
        exported = self.barrage("export", str(self.run_.directory))
        self.assert_exit(exported, 0)
        lines = [json.loads(line) for line in exported.stdout.splitlines()]
        self.assertEqual(lines, self.run_.requests())  # a short run has its lists anyway
        table = self.directory / "records.csv"
        self.assert_exit(self.barrage("export", str(self.run_.directory), "--format", "csv", "--output", str(table)), 0)
        with open(table, newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["x_request_id"] for row in rows], [line["metadata"]["x_request_id"] for line in lines])
        for row, line in zip(rows, lines):
            self.assertEqual(row["outcome"], line["metadata"]["outcome"])
            for tag, metric in line["metrics"].items():
                if tag != "inter_chunk_latency":
                    self.assertAlmostEqual(float(row[f"{tag} ({metric['unit']})"]), metric["value"], 6)
            filled = sum(cell != "" for name, cell in row.items() if name.endswith(")"))
            self.assertEqual(filled, len(set(line["metrics"]) - {"inter_chunk_latency"}))

    def test_parquet_is_refused_with_a_way_to_it(self):
        refused = self.barrage("export", str(self.run_.directory), "--format", "parquet")
        self.assert_exit(refused, 2)
        self.assertIn("duckdb", refused.stderr)
        self.assert_exit(self.barrage("export", str(self.directory / "nowhere")), 2)

    def test_a_reader_that_closes_early_is_no_crash(self):
        finished = subprocess.run(f"{programs.BARRAGE} export {self.run_.directory} | head -c 100", shell=True,
                                  capture_output=True, text=True, timeout=case.QUICK_S, check=False)
        self.assertEqual(len(finished.stdout), 100, finished.stderr)


class CutAtTheEnd(case.IntegrationTest):
    """Requests that still run when the load ends are drained, or cut: then they stay in, with the time they had run."""

    def test_cut(self):
        sim = self.start_sim("--ttft", "20", "--gap", "100", "--model", "m")  # 50 tokens: five seconds an answer
        run = self.profile(sim.url, "cut", "--model", "m", "--concurrency", "4", "--benchmark-duration", "2", "--osl", "50",
                           "--benchmark-grace-period", "0")
        summary = run.summary()
        self.assert_ledger_balances(summary)
        self.assertEqual(summary["ledger"]["cancelled_at_end"], 4)
        self.assertLess(run.seconds, 30)
        cut = run.requests()
        self.assertEqual([request["metadata"]["was_cancelled"] for request in cut], [True] * 4)
        for request in cut:
            self.assertGreater(request["metadata"]["content_events"], 3)
        latency = summary["metrics"]["request_latency"]
        self.assertIsNone(latency["avg"])  # none ended
        self.assertEqual(latency["with_failures"]["count"], 4)
        self.assertGreater(latency["with_failures"]["min"], 1500)  # right-censored: at least that long
        self.assertTrue([note for note in summary["notes"] if "right-censored" in note], summary["notes"])

    def test_drained(self):
        sim = self.start_sim("--ttft", "20", "--gap", "40", "--model", "m")  # two seconds an answer
        run = self.profile(sim.url, "drained", "--model", "m", "--concurrency", "4", "--benchmark-duration", "1", "--osl", "50")
        summary = run.summary()
        self.assertEqual(summary["ledger"]["ok"], 4)
        self.assertGreater(summary["metrics"]["benchmark_duration"]["avg"], 1.9)


if __name__ == "__main__":
    case.main()
