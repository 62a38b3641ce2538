"""What a run finds out of its target before it begins, and what it does without."""
import json
import time

import case
from llm_server import LlmServer

RUN = ("--concurrency", "2", "--request-count", "6", "--isl", "5", "--osl", "4")


class Target(case.IntegrationTest):
    def serve(self, **keywords) -> LlmServer:
        llm = LlmServer(**keywords)
        self.addCleanup(llm.end)
        return llm

    def bodies(self, llm: LlmServer) -> list[dict]:
        return [seen.json for seen in llm.posts()]

    def test_waits_until_the_model_is_there(self):
        asked = []

        def loading(seen):
            if seen.method == "GET" and seen.path == "/health":
                asked.append(seen)
                return (503, {}, '{"error": "loading"}') if len(asked) < 4 else None
            return None

        llm = self.serve(refuse=loading)
        run = self.profile(llm.url, "run", *RUN, "--wait-for-model-timeout", "60")
        self.assert_exit(run, 0)
        self.assertGreaterEqual(len(asked), 4)  # connections are warmed with the same question
        self.assertEqual(run.stderr.count("Waiting for the target: "), 1)
        self.assertIn(f"Waiting for the target: {llm.url}/health answers 503: not ready", run.stderr)

    def test_gives_up_when_the_time_is_over(self):
        llm = self.serve(refuse=lambda seen: (503, {}, "") if seen.method == "GET" else None)
        started = time.monotonic()
        run = self.profile(llm.url, "run", *RUN, "--wait-for-model-timeout", "2")
        self.assertGreater(time.monotonic() - started, 1)
        self.assert_exit(run, 3)
        self.assertIn("answers 503: not ready", run.stderr)
        self.assertEqual(llm.posts(), [])

    def test_takes_the_only_model(self):
        llm = self.serve()
        self.assert_exit(self.profile(llm.url, "run", *RUN), 0)
        self.assertEqual({body["model"] for body in self.bodies(llm)}, {"m"})

    def test_asks_which_of_several(self):
        llm = self.serve(paths={"/v1/models": {"data": [{"id": "one"}, {"id": "two"}]}})
        run = self.profile(llm.url, "run", *RUN)
        self.assert_exit(run, 2)
        self.assertIn(f"--model is needed: {llm.url} lists several: one, two", run.stderr)

    def test_says_that_a_model_is_not_listed(self):
        llm = self.serve()
        run = self.profile(llm.url, "run", *RUN, "--model", "other")
        self.assert_exit(run, 0)  # the server takes it all the same
        self.assertIn("warning: the server does not list the model other; it lists m", run.stderr)

    def test_says_that_the_list_of_models_fails(self):
        llm = self.serve(refuse=lambda seen: (500, {}, "no network") if seen.path == "/v1/models" else None)
        run = self.profile(llm.url, "run", *RUN, "--model", "m")
        self.assert_exit(run, 0)
        self.assertIn(f"warning: {llm.url}/v1/models answers 500: what it serves was not looked up", run.stderr)

    def test_does_without_what_is_refused(self):
        for status in (400, 422):
            with self.subTest(status):
                def picky(seen):
                    refused = [word for word in ("stream_options", "max_completion_tokens") if word in seen.body]
                    return (status, {}, json.dumps({"detail": f"extra fields not permitted: {refused}"})) if refused else None

                llm = self.serve(refuse=picky)
                run = self.profile(llm.url, f"run-{status}", *RUN)
                self.assert_exit(run, 0)
                self.assertEqual(run.summary()["ledger"]["ok"], 6)
                for body in self.bodies(llm):
                    self.assertEqual(body["max_tokens"], 4)
                self.assertIn("refuses stream_options", run.stderr)
                self.assertIn("refuses max_completion_tokens: the run sends max_tokens", run.stderr)
                self.assertTrue([note for note in run.summary()["notes"] if "refused stream_options" in note])
                self.assertIn("use_legacy_max_tokens: true", run.summary()["plan"])

    def test_names_the_engine_only_when_something_says_so(self):
        sim = self.start_sim("--model", "m")  # it answers NIM's readiness path
        self.assertIn("engine   barrage-sim (Server: barrage-sim)", self.barrage("probe", "--url", sim.url).stdout)
        self.assertIn("engine   unknown", self.barrage("probe", "--url", self.serve().url).stdout)
        nim = self.serve(paths={"/v1/health/ready": {"object": "health.response"},
                                "/v1/metadata": {"version": "1.8.0", "modelInfo": []}})
        self.assertIn("engine   NIM 1.8.0 (/v1/metadata)", self.barrage("probe", "--url", nim.url).stdout)

    def test_errors_by_class_with_the_first_body(self):
        answers = [(429, {"Retry-After": "7"}, '{"error": "slow down"}'), (503, {"Retry-After": "2"}, "busy"),
                   (500, {"Content-Type": "text/html"}, "<h1>oops</h1>"), (307, {"Location": "/v1/chat/completions"}, "")]

        def failing(seen):
            number = seen.headers.get("x-request-id", "").rpartition("-")[2]
            return answers[int(number)] if number.isdigit() and int(number) < len(answers) else None

        llm = self.serve(refuse=failing)
        run = self.profile(llm.url, "run", "--concurrency", "1", "--request-count", "6", "--isl", "5", "--osl", "4")
        self.assertEqual(len(llm.posts()), 6)  # nothing is tried again, nothing followed
        summary = run.summary()
        self.assertEqual((summary["ledger"]["ok"], summary["ledger"]["http_error"]), (2, 4))
        errors = {error["status"]: error for error in summary["errors"]}
        self.assertEqual(errors[429]["first_body"], '{"error": "slow down"}')
        self.assertEqual((errors[429]["with_retry_after"], errors[429]["retry_after_max_s"]), (1, 7))
        self.assertEqual((errors[503]["first_body"], errors[503]["retry_after_max_s"]), ("busy", 2))
        self.assertEqual(errors[500]["first_body"], "<h1>oops</h1>")
        self.assertNotIn("with_retry_after", errors[500])
        self.assertEqual(errors[307]["count"], 1)


if __name__ == "__main__":
    case.main()
