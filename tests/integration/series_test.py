"""Commands that make several runs: what becomes of the whole when one fails, is interrupted or is named wrongly."""
import json
import signal

import case
import programs
from llm_server import LlmServer

BRIEF = ("--model", "m", "--isl", "8", "--osl", "3", "--progress", "none", "--no-proxy")


class Series(case.IntegrationTest):
    def setUp(self):
        super().setUp()
        self.artifacts = self.directory / "artifacts"

    def server(self, **options) -> LlmServer:
        server = LlmServer(**options)
        self.addCleanup(server.end)
        return server

    def words(self, server: LlmServer, command: str, *options: str) -> list[str]:
        return [command, "--url", server.url, *BRIEF, "--artifact-dir", str(self.artifacts), *options]

    def runs(self) -> list[dict]:
        return json.loads((self.artifacts / "analyze_export.json").read_text())["runs"]

    def test_a_signal_ends_the_run_under_way_and_the_series(self):
        server = self.server(gap_s=0.02)
        child = self.start("analyze", programs.BARRAGE, *self.words(server, "analyze", "--benchmark-duration", "60", "--sweep-list", "1,2"))
        self.eventually("requests arrive", lambda: len(server.posts()) > 2, case.QUICK_S)
        child.signal(signal.SIGINT)
        self.assertEqual(child.wait(case.QUICK_S), 130, child.output())
        self.assertEqual([(run["value"], run["exit_code"]) for run in self.runs()], [("1", 130)])
        self.assertIsNotNone(self.runs()[0]["verdict"])  # what was measured is written

    def test_the_gravest_exit_code_is_that_of_the_whole(self):
        server = self.server()
        run = self.barrage(*self.words(server, "analyze", "--request-count", "4", "--sweep-type", "input_sequence_length", "--sweep-list", "4,40",
                                       "--assert", "input_sequence_length.max<20"), deadline_s=case.RUN_S)
        self.assert_exit(run, 99)
        self.assertEqual([row["exit_code"] for row in self.runs()], [0, 99])
        self.assertIn("* a threshold failed", run.stdout)

    def test_a_run_is_never_written_over(self):
        server = self.server()
        for _ in range(2):
            run = self.barrage(*self.words(server, "analyze", "--request-count", "2", "--sweep-list", "1"), deadline_s=case.RUN_S)
            self.assert_exit(run, 0)
        self.assertEqual(sorted(path.name for path in self.artifacts.iterdir() if path.is_dir()),
                         ["m-openai-chat-concurrency1", "m-openai-chat-concurrency1.2"])
        self.assertTrue(self.runs()[0]["directory"].endswith("concurrency1.2"))

    def test_words_behind_dashes_stay_behind_them(self):
        server = self.server()
        run = self.barrage(*self.words(server, "analyze", "--request-count", "2", "--sweep-list=1,2", "--sweep-type=concurrency"), "--", "-H",
                           "X-Team: blue", deadline_s=case.RUN_S)
        self.assert_exit(run, 0)
        self.assertEqual({request.headers.get("x-team") for request in server.posts()}, {"blue"})

    def test_what_cannot_be_swept_is_said_before_anything_runs(self):
        server = self.server()
        for options, said in ((("--sweep-range", "8:1"), "--sweep-range must have a MAX"), (("--sweep-list", "1,x"), "--sweep-list must be an integer"),
                              (("--num-profile-runs", "2"), "--num-profile-runs is for one load"),
                              (("--sweep-type", "concurency"), "did you mean concurrency")):
            with self.subTest(options):
                run = self.barrage(*self.words(server, "analyze", *options))
                self.assert_exit(run, 2)
                self.assertIn(said, run.stderr)
        self.assertEqual(server.seen, [])


if __name__ == "__main__":
    case.main()
