"""Options of the report show what they do, in the verdict and in the files."""
import json
import urllib.request

import case
import flags_case
import programs
from flags_case import BRIEF


class FlagsOfTheReport(flags_case.FlagsTest):
    def test_thresholds(self):
        """--goodput --assert --junit"""
        junit = self.directory / "junit.xml"
        step = self.directory / "step.md"
        run = self.run_against(self.server(), "--request-count", "4", "--goodput", "request_latency:100000", "--assert",
                               "ttft.p50<100s", "request_latency.max<0.000001ms", "--junit", str(junit), code=99,
                               environment={"GITHUB_STEP_SUMMARY": str(step)})
        self.assertEqual([rule["passed"] for rule in run.summary()["slo"]["rules"]], [True, False])
        self.assertIsNotNone(run.summary()["metrics"]["goodput"]["avg"])
        self.assertIn('failures="1"', junit.read_text())
        self.assertIn("| Metric | avg |", step.read_text())

    def test_views_of_a_run(self):
        """--definitions --window --slice-duration --gpus"""
        run = self.run_against(self.server(gap_s=0.02), "--benchmark-duration", "1", "--definitions", "vllm", "--slice-duration", "0.5",
                               "--gpus", "4")
        summary = run.summary()
        self.assertEqual(summary["definitions"], "vllm")
        slices = [window["name"] for window in summary["windows"] if "slice" in window["name"]]
        self.assertGreaterEqual(len(slices), 2)
        metrics = summary["metrics"]
        self.assertAlmostEqual(metrics["output_token_throughput_per_gpu"]["avg"] * 4, metrics["output_token_throughput"]["avg"], places=3)
        report = self.barrage("report", str(run.directory), "--window", "0:0.4")
        self.assert_exit(report, 0)
        part = json.loads((run.directory / "reports/window-0-0.4/summary.json").read_text())
        self.assertLess(part["metrics"]["request_count"]["avg"], metrics["request_count"]["avg"])

    def test_a_selftest_beside_a_run(self):
        """--selftest"""
        path = self.directory / "selftest.json"
        path.write_text('{"levels": [], "by": "a test"}')
        run = self.run_against(self.server(), "--request-count", "1", "--selftest", str(path))
        self.assertEqual(run.summary()["selftest"]["by"], "a test")

    def test_names_and_labels(self):
        """--artifact-dir --artifact-name --profile-export-file --run-name --label --export-level"""
        where = self.directory / "here"
        self.run_against(self.server(), "--request-count", "2", "--artifact-dir", str(where), "--artifact-name", "mine",
                         "--profile-export-file", "mine.json", "--run-name", "nightly", "--label", "team=blue", "tp=2", "--export-level", "raw")
        summary = json.loads((where / "mine/summary.json").read_text())
        self.assertEqual((summary["run_name"], summary["labels"]), ("nightly", {"team": "blue", "tp": "2"}))
        self.assertTrue((where / "mine/mine_genai_perf.csv").exists())
        raw = (where / "mine/mine.jsonl").read_text()
        self.run_against(self.server(), "--request-count", "2", "--artifact-dir", str(where), "--artifact-name", "brief", "--export-level",
                         "summary")
        brief = where / "brief/profile_export.jsonl"
        self.assertLess(len(brief.read_text()) if brief.exists() else 0, len(raw))

    def test_plans(self):
        """--plan --write-plan"""
        plan = self.directory / "plan.yaml"
        wrote = self.barrage("profile", "--model", "m", "--concurrency", "3", "--request-count", "5", "--write-plan", str(plan))
        self.assert_exit(wrote, 0)
        server = self.server()
        run = self.run_against(server, "--plan", str(plan))
        self.assertEqual(len(server.posts()), 5)
        self.assertIn("concurrency: 3", (run.directory / "plan.yaml").read_text())
        strict = self.barrage("profile", "--model", "m", "--strict", "--write-plan", "-")
        self.assert_exit(strict, 0)
        self.assertIn("strict: true", strict.stdout)

    def test_progress(self):
        """--progress --verbose"""
        def told(*options):
            return self.run_against(self.server(gap_s=0.02), "--benchmark-duration", "2.5", *options,
                                    brief=("--isl", "8", "--osl", "3", "--no-proxy")).stderr
        lines = [line for line in told("--progress", "json").splitlines() if line.startswith("{")]
        self.assertGreaterEqual(len(lines), 2)
        self.assertTrue(all(isinstance(json.loads(line), dict) for line in lines))
        quiet = told("--progress", "none")
        self.assertFalse([line for line in quiet.splitlines() if line.startswith("{")])
        self.assertGreater(len(told("--progress", "none", "--verbose")), len(quiet))

    def test_pages_beside_a_run(self):
        """--http --results-token-file --linger --result-line"""
        port = programs.free_port()
        token = self.directory / "token"
        token.write_text("open-sesame\n")
        run = self.start("run", programs.BARRAGE, "profile", "--url", self.server().url, "--model", "m", *BRIEF, "--request-count", "2",
                         "--artifact-dir", str(self.directory / "pages"), "--http", f"127.0.0.1:{port}", "--results-token-file", str(token),
                         "--linger", "60", "--result-line")
        run.wait_for_line("^RESULT {", case.RUN_S)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            self.assertEqual(answer.status, 200)
        self.assertTrue(run.is_running())
        run.end()


if __name__ == "__main__":
    case.main()
