"""Options of series of runs show what they do, in what each run sent and in the tables of all."""
import csv
import json
import time

import case
import flags_case
from flags_case import BRIEF


class FlagsOfSeries(flags_case.FlagsTest):
    def test_sweeps(self):
        """--sweep-type --sweep-range --sweep-list"""
        server = self.server()
        where = self.directory / "sweep"
        common = ("analyze", "--url", server.url, "--model", "m", *BRIEF, "--request-count", "3", "--artifact-dir", str(where))
        run = self.barrage(*common, "--sweep-type", "concurrency", "--sweep-range", "1:4", deadline_s=case.RUN_S)
        self.assert_exit(run, 0)
        made = json.loads((where / "analyze_export.json").read_text())
        self.assertEqual([row["value"] for row in made["runs"]], ["1", "2", "4"])
        for value in (1, 2, 4):
            summary = json.loads((where / f"m-openai-chat-concurrency{value}/summary.json").read_text())
            self.assertEqual(summary["metrics"]["concurrency_asked"]["avg"], value)
        rows = list(csv.reader((where / "analyze_export_genai_perf.csv").open()))
        self.assertEqual(rows[0][:4], ["Config Name", "Concurrency", "ISL", "Num Dataset Entries"])
        self.assertEqual([row[1] for row in rows[1:4]], ["1", "2", "4"])
        run = self.barrage(*common, "--sweep-type", "input_sequence_length", "--sweep-list", "5,50", deadline_s=case.RUN_S)
        self.assert_exit(run, 0)
        for value in (5, 50):
            self.assertTrue((where / f"m-openai-chat-input_sequence_length{value}/summary.json").exists())
        self.assertLess(min(map(len, self.prompts(server))) * 4, max(map(len, self.prompts(server))))

    def test_the_same_run_several_times(self):
        """--num-profile-runs --confidence-level --profile-run-cooldown-seconds --profile-run-disable-warmup-after-first"""
        server = self.server()
        where = self.directory / "repeated"
        before = time.monotonic()
        run = self.barrage("profile", "--url", server.url, "--model", "m", *BRIEF, "--request-count", "3", "--artifact-dir", str(where),
                           "--num-profile-runs", "3", "--confidence-level", "0.9", "--profile-run-cooldown-seconds", "0.5",
                           "--warmup-request-count", "2", deadline_s=case.RUN_S)
        self.assert_exit(run, 0)
        self.assertGreater(time.monotonic() - before, 1)
        made = where / "m-openai-chat-concurrency1"
        self.assertEqual(sorted(path.name for path in (made / "profile_runs").iterdir()), ["run_0001", "run_0002", "run_0003"])
        aggregate = json.loads((made / "aggregate/profile_export_aiperf_aggregate.json").read_text())
        self.assertEqual((aggregate["metadata"]["num_successful_runs"], aggregate["metadata"]["confidence_level"]), (3, 0.9))
        # Student's t of two degrees of freedom at 0.95, from its closed form.
        self.assertAlmostEqual(aggregate["metrics"]["request_throughput_avg"]["t_critical"], 2.919986, places=5)
        self.assertEqual(len(server.posts()), 3 * 3 + 2)  # one warm-up
        prompts = self.prompts(server)
        self.assertEqual(prompts[2:5], prompts[5:8])
        again = self.server()
        run = self.barrage("profile", "--url", again.url, "--model", "m", *BRIEF, "--request-count", "3", "--artifact-dir", str(where),
                           "--num-profile-runs", "2", "--no-profile-run-disable-warmup-after-first", "--warmup-request-count", "2",
                           deadline_s=case.RUN_S)
        self.assert_exit(run, 0)
        self.assertEqual(len(again.posts()), 2 * (3 + 2))


if __name__ == "__main__":
    case.main()
