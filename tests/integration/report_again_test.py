"""`barrage report` makes the same files again from the record log alone."""
import shutil

import case
from run import Run

EXPORTS = ("summary.json", "profile_export_genai_perf.json", "profile_export_genai_perf.csv", "profile_export_aiperf.json",
           "profile_export.jsonl", "report.html")


class ReportAgain(case.IntegrationTest):
    def setUp(self):
        super().setUp()
        self.sim = self.start_sim("--ttft", "10", "--gap", "2", "--model", "m", "--fault", "http-500@0.1",
                                  "--fault", "truncate@0.1", "--seed", "3")
        self.first = self.profile(self.sim.url, "run", "--model", "m", "--concurrency", "6", "--request-count", "150",
                                  "--isl", "30", "--osl", "8", "--warmup-request-count", "6", agents=2)
        self.assert_exit(self.first, 0)
        self.before = self.first.files()

    def test_wrote_every_file(self):
        for name in (*EXPORTS, "inputs.json", "plan.yaml", "manifest.json"):
            self.assertIn(name, sorted(self.before))
        self.assertTrue([name for name in self.before if name.startswith("records/")])

    def test_failures_are_counted_by_name(self):
        summary = self.first.summary()
        self.assert_ledger_balances(summary)
        faults = [entry["fault"] for entry in self.sim.journal() if self.is_measured(entry)]
        self.assertEqual(summary["ledger"]["scheduled"], 150)
        self.assertEqual(summary["ledger"]["http_error"], faults.count("http-500"))
        self.assertEqual(summary["ledger"]["truncated"], faults.count("truncate"))
        self.assertGreater(faults.count("http-500"), 0)
        self.assertGreater(faults.count("truncate"), 0)
        errors = {error["outcome"]: error["count"] for error in summary["errors"]}
        self.assertEqual(errors.get("truncated"), faults.count("truncate"))

    def test_tokens_equal_the_journal(self):
        made = {entry["request_id"]: entry["tokens"] for entry in self.sim.journal()}
        ok = [request for request in self.first.requests() if request["metadata"]["outcome"] == "ok"]
        self.assertGreater(len(ok), 80)
        for request in ok:
            self.assertEqual(request["metrics"]["output_sequence_length"]["value"],
                             made[request["metadata"]["x_request_id"]], request)

    def test_same_bytes_in_place(self):
        again = self.barrage("report", str(self.first.directory))
        self.assert_exit(again, 0)
        self.assertEqual(self.before, self.first.files())
        self.assertEqual(again.stdout, self.first.stdout)

    def test_needs_only_the_log(self):
        """Neither the exports nor the copies for people are read, and the directory may have moved."""
        moved = self.directory / "elsewhere"
        moved.mkdir()
        shutil.copytree(self.first.directory / "records", moved / "records")
        self.sim.end()
        again = self.barrage("report", str(moved))
        self.assert_exit(again, 0)
        after = Run(0, "", "", 0, moved).files()
        for name in EXPORTS:
            self.assertEqual(after.get(name), self.before[name], name)

    def is_measured(self, entry: dict) -> bool:
        return entry["request_id"] in {request["metadata"]["x_request_id"] for request in self.first.requests()
                                       if request["metadata"]["benchmark_phase"] == "profiling"}


if __name__ == "__main__":
    case.main()
