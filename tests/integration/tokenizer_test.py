"""--tokenizer: where it is found, what it counts, and what the report says of it."""
import http.server
import threading

import case
import programs

MODEL = programs.SOURCES / "tests/common/tokenizer/testdata"
LOAD = ("--model", "m", "--concurrency", "4", "--request-count", "40", "--osl", "12")


class Hub:
    """Answers like the hub's file service, and keeps what was asked."""

    def __init__(self, files: dict[str, bytes]):
        asked: list[str] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                body = files.get(self.path)
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_):
                pass

        self.asked = asked
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def end(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class TokenizerTest(case.IntegrationTest):
    def setUp(self):
        super().setUp()
        self.json = (MODEL / "tokenizer.json").read_bytes()

    def start_hub(self, files: dict[str, bytes]) -> Hub:
        hub = Hub(files)
        self.addCleanup(hub.end)
        return hub

    def profile_in(self, environment: dict[str, str], name: str, url: str, *options: str):
        child = self.start(f"barrage ({name})", programs.BARRAGE, *options, "--url", url, "--artifact-dir",
                           str(self.directory / name),
                           environment={"HF_HUB_CACHE": str(self.directory / "hub"), "HF_HUB_OFFLINE": "",
                                        "TRANSFORMERS_OFFLINE": "", "HF_TOKEN": ""} | environment)
        return self.finished(child, name)

    def tokens(self, run) -> list[dict]:
        return [line["metadata"]["tokens"] for line in run.requests()]

    def test_lengths_are_exact_and_the_same_for_any_number_of_agents(self):
        sim = self.start_sim()
        seen = []
        for agents in (1, 3):
            run = self.profile(sim.url, f"exact-{agents}", *LOAD, "--tokenizer", str(MODEL), "--isl", "80",
                               "--isl-stddev", "20", agents=agents)
            self.assert_exit(run, 0)
            summary = run.summary()
            self.assertEqual(summary["token_source"], "tokenizer")
            self.assertEqual(summary["tokenizer"]["from"], str(MODEL / "tokenizer.json"))
            tokens = self.tokens(run)
            self.assertEqual(len(tokens), 40)
            for one in tokens:
                self.assertEqual(one["input"]["asked"], one["input"]["tokenizer"])
                self.assertGreater(one["output"]["tokenizer"], 12)  # the small vocabulary cuts the sim's words up
                self.assertEqual(one["output"]["usage"], 12)
            counted = sum(one["output"]["tokenizer"] for one in tokens)
            self.assertEqual(summary["metrics"]["output_sequence_length"]["avg"], counted / 40)
            self.assertEqual(summary["metrics"]["usage_discrepancy_count"]["avg"], 40)
            self.assertEqual(summary["metrics"]["osl_mismatch_count"]["avg"], 40)
            seen.append([one["input"] for one in tokens])
        self.assertEqual(*seen)

    def test_the_servers_count_can_be_forced(self):
        sim = self.start_sim()
        run = self.profile(sim.url, "forced", *LOAD, "--tokenizer", str(MODEL), "--use-server-token-count")
        self.assert_exit(run, 0)
        self.assertEqual(run.summary()["token_source"], "usage")
        self.assertEqual(run.summary()["metrics"]["output_sequence_length"]["avg"], 12)
        for one in self.tokens(run):
            self.assertGreater(one["output"]["tokenizer"], 12)

    def test_the_hub_is_asked_for_a_name_that_is_nothing_here(self):
        sim = self.start_sim()
        hub = self.start_hub({"/org/model/resolve/v1/tokenizer.json": self.json})
        options = (*LOAD, "--tokenizer", "org/model", "--tokenizer-revision", "v1")
        run = self.profile_in({"HF_ENDPOINT": hub.url}, "hub", sim.url, *options)
        self.assert_exit(run, 0)
        self.assertEqual(hub.asked, ["/org/model/resolve/v1/tokenizer.json"])
        self.assertEqual(run.summary()["token_source"], "tokenizer")
        self.assertEqual(run.summary()["tokenizer"]["from"], hub.url + hub.asked[0])
        # The same name in the hub's cache: no network.
        snapshot = self.directory / "hub/models--org--model/snapshots/v1"
        snapshot.mkdir(parents=True)
        (snapshot / "tokenizer.json").write_bytes(self.json)
        run = self.profile_in({"HF_ENDPOINT": hub.url}, "cache", sim.url, *options)
        self.assert_exit(run, 0)
        self.assertEqual(run.summary()["tokenizer"]["from"], str(snapshot / "tokenizer.json"))
        self.assertEqual(len(hub.asked), 1)

    def test_the_oldest_command_works_where_no_hub_is_reached(self):
        sim = self.start_sim()
        nowhere = f"http://127.0.0.1:{programs.free_port()}"
        run = self.profile_in({"HF_ENDPOINT": nowhere}, "gpt2", sim.url, "-m", "gpt2", "--service-kind", "openai",
                              "--endpoint-type", "chat", "--tokenizer", "gpt2")
        self.assert_exit(run, 0)
        self.assertIn("warning: the tokenizer gpt2 is not on this machine, and the hub cannot be reached", run.stderr)
        self.assertEqual(run.summary()["token_source"], "usage")
        self.assertIsNone(run.summary()["tokenizer"]["from"])
        self.assertIn("the hub cannot be reached", run.summary()["tokenizer"]["fault"])
        self.assertIn("the tokenizer gpt2 could not be had", " ".join(run.stdout.split()))

    def test_what_cannot_be_read_is_refused_before_a_request_is_sent(self):
        sim = self.start_sim()
        hub = self.start_hub({})
        (self.directory / "sp").mkdir()
        (self.directory / "sp/tokenizer.model").write_bytes(b"\n")
        (self.directory / "broken.json").write_text("{}")
        for name, word in (("sp", "tokenizer.model (SentencePiece or tiktoken): Barrage reads tokenizer.json only"),
                           ("broken.json", "is not a tokenizer.json"), ("none", "there is no such file or directory")):
            with self.subTest(name=name):
                run = self.profile_in({}, f"no-{name}", sim.url, *LOAD, "--tokenizer", str(self.directory / name))
                self.assert_exit(run, 2)
                self.assertIn(word, run.stderr)
        run = self.profile_in({"HF_ENDPOINT": hub.url}, "no-hub", sim.url, *LOAD, "--tokenizer", "org/model")
        self.assert_exit(run, 2)
        self.assertIn("the hub has no tokenizer.json for org/model at main", run.stderr)
        self.assertEqual(sim.journal(), [])

    def test_validate_touches_no_network(self):
        hub = self.start_hub({"/org/model/resolve/main/tokenizer.json": self.json})
        run = self.barrage("validate", "--model", "m", "--tokenizer", "org/model",
                           environment={"HF_ENDPOINT": hub.url, "HF_HUB_CACHE": str(self.directory)})
        self.assert_exit(run, 0)
        self.assertIn("the hub is not asked here", run.stderr)
        self.assertEqual(hub.asked, [])


if __name__ == "__main__":
    case.main()
