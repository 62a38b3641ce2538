"""Every endpoint through the whole product: what goes over the wire, what is recorded, where it is written."""
import base64
import json
import statistics
import struct
import zlib

import case

TOKENS = 5
MODEL = "intfloat/e5-mistral-7b-instruct"
GENERATING = {  # endpoint: its paths, whole and streamed
    "chat": ("/v1/chat/completions", "/v1/chat/completions"),
    "completions": ("/v1/completions", "/v1/completions"),
    "responses": ("/v1/responses", "/v1/responses"),
    "huggingface_generate": ("/generate", "/generate_stream"),
}
RANKINGS = {  # endpoint: its path, and a body's query and passages
    "rankings": ("/v1/ranking", lambda body: (body["query"]["text"], [passage["text"] for passage in body["passages"]])),
    "nim_rankings": ("/v1/ranking", lambda body: (body["query"]["text"], [passage["text"] for passage in body["passages"]])),
    "cohere_rankings": ("/v2/rerank", lambda body: (body["query"], body["documents"])),
    "hf_tei_rankings": ("/rerank", lambda body: (body["query"], body["texts"])),
}


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes(3 * width) for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Endpoints(case.IntegrationTest):
    def setUp(self):
        super().setUp()
        self.sim = self.start_sim("--journal-bodies", "--ttft", "5", "--gap", "1", "--model", "m", "--model", MODEL)

    def write(self, name: str, *lines) -> str:
        path = self.directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return str(path)

    def run_ok(self, name: str, *options: str):
        """A run of which every request is ok. Returns it, and the journal's entries of its requests in their order."""
        run = self.profile(self.sim.url, name, *options)
        self.assert_exit(run, 0)
        summary = run.summary()
        self.assert_ledger_balances(summary)
        self.assertEqual(summary["ledger"]["ok"], summary["ledger"]["scheduled"], run.told())
        order = {request["metadata"]["x_request_id"]: index_of(request) for request in run.requests()}
        entries = [entry for entry in self.sim.journal() if entry["request_id"] in order]
        self.assertEqual(len(entries), summary["ledger"]["scheduled"])
        return run, sorted(entries, key=lambda entry: order[entry["request_id"]])

    def test_what_generates_is_measured_streamed_and_whole(self):
        for endpoint, paths in GENERATING.items():
            for streaming in (False, True):
                with self.subTest(endpoint=endpoint, streaming=streaming):
                    run, entries = self.run_ok(
                        f"{endpoint}-{streaming}", "--model", "m", "--endpoint-type", endpoint, "--request-count", "20",
                        "--streaming" if streaming else "--no-streaming", "--isl", "20", "--osl", str(TOKENS))
                    self.assertEqual(run.directory.name, f"m-openai-{endpoint}-concurrency1")
                    self.assertEqual({entry["path"] for entry in entries}, {paths[streaming]})
                    self.assertEqual({entry["stream"] for entry in entries}, {streaming})
                    self.assertEqual(run.summary()["token_source"], "usage")
                    prompts = [entry["prompt_tokens"] for entry in entries]
                    for request, prompt in zip(sorted(run.requests(), key=index_of), prompts):
                        metrics = {tag: metric["value"] for tag, metric in request["metrics"].items()}
                        self.assertEqual(metrics["output_sequence_length"], TOKENS, request)
                        self.assertEqual(metrics["input_sequence_length"], prompt, request)
                        self.assertEqual("time_to_first_token" in metrics, streaming, request)
                        self.assertEqual(request["metadata"]["content_events"], TOKENS if streaming else 0)

    def test_embeddings_as_genai_perfs_readme_asks_for_them(self):
        texts = ["What was the first car ever driven?", "Who was the fifth President?", "Where is Sydney?", "日本はどこ?"]
        path = self.write("embeddings.jsonl", *({"text": text} for text in texts))
        run, entries = self.run_ok("embeddings", "-m", MODEL, "--batch-size", "2", "--service-kind", "openai",
                                   "--endpoint-type", "embeddings", "--input-file", path)
        self.assertEqual(run.directory.name, "intfloat_e5-mistral-7b-instruct-openai-embeddings-concurrency1")
        self.assertEqual(len(entries), 10)
        for i, entry in enumerate(entries):
            self.assertEqual(json.loads(entry["body"]),
                             {"model": MODEL, "input": [texts[(2 * i + at) % 4] for at in range(2)]})
        metrics = run.summary()["metrics"]
        self.assertEqual(metrics["request_count"]["avg"], 10)
        self.assertEqual(metrics["request_latency"]["count"], 10)
        self.assertAlmostEqual(metrics["input_throughput"]["avg"], 2 * metrics["request_throughput"]["avg"], places=6)
        self.assertNotIn("time_to_first_token", {tag for tag, metric in metrics.items() if metric.get("count")})
        self.assertEqual(metrics["input_sequence_length"]["avg"],
                         sum(entry["prompt_tokens"] for entry in entries) / len(entries))
        self.assertIn("Input Throughput", run.stdout)
        exported = json.loads((run.directory / "profile_export_genai_perf.json").read_text())
        self.assertIn("request_latency", exported)
        self.assertNotIn("time_to_first_token", exported)

    def test_rankings_of_each_service(self):
        self.write("ranks/queries.jsonl", {"text": "q0"}, {"text": "q1"}, {"text": "q2"})
        self.write("ranks/passages.jsonl", *({"text": f"p{i}"} for i in range(4)))
        for endpoint, (path, read) in RANKINGS.items():
            with self.subTest(endpoint=endpoint):
                run, entries = self.run_ok(endpoint, "-m", "m", "--endpoint-type", endpoint, "--input-file",
                                           str(self.directory / "ranks"), "-b", "2", "--request-count", "12")
                self.assertEqual(run.directory.name, f"m-openai-{endpoint}-concurrency1")
                self.assertEqual({entry["path"] for entry in entries}, {path})
                for i, entry in enumerate(entries):
                    self.assertEqual(read(json.loads(entry["body"])),
                                     (f"q{i % 3}", [f"p{2 * i % 4}", f"p{(2 * i + 1) % 4}"]))
                metrics = run.summary()["metrics"]
                self.assertAlmostEqual(metrics["input_throughput"]["avg"], 2 * metrics["request_throughput"]["avg"], places=6)

    def test_rankings_as_genai_perfs_page_asks_for_them(self):
        run, entries = self.run_ok("tei", "-m", "m", "--endpoint-type", "rankings", "--endpoint", "rerank", "--input-file",
                                   "synthetic:queries,passages", "--extra-inputs", "rankings:tei",
                                   "--synthetic-input-tokens-mean", "10", "--batch-size-text", "2")
        for entry in entries:
            self.assertEqual(entry["path"], "/rerank")
            body = json.loads(entry["body"])
            self.assertEqual((set(body), len(body["texts"])), ({"query", "texts"}, 2))

    def test_rankings_as_aiperfs_page_asks_for_them(self):
        _, entries = self.run_ok(
            "aiperf", "-m", "m", "--endpoint-type", "hf_tei_rankings", "--request-count", "10", "--rankings-passages-mean", "5",
            "--rankings-passages-stddev", "1", "--rankings-passages-prompt-token-mean", "32",
            "--rankings-passages-prompt-token-stddev", "8", "--rankings-query-prompt-token-mean", "16",
            "--rankings-query-prompt-token-stddev", "4")
        bodies = [json.loads(entry["body"]) for entry in entries]
        self.assertGreater(len({len(body["texts"]) for body in bodies}), 1)
        self.assertLess(sum(len(body["query"].split()) for body in bodies) / 10, 24)  # 16 words each, ± 4
        line = {"texts": [{"name": "query", "contents": ["What is AI?"]}, {"name": "passages", "contents": ["a", "b"]}]}
        _, entries = self.run_ok("lines", "-m", "m", "--endpoint-type", "cohere_rankings", "--input-file",
                                 self.write("rankings.jsonl", line), "--request-count", "2")
        self.assertEqual(json.loads(entries[0]["body"]), {"model": "m", "query": "What is AI?", "documents": ["a", "b"]})

    def test_a_template_speaks_what_the_user_says(self):
        # AIPerf's spelling, toward the simulator's completions; the answer stands where no one looks for it by itself.
        template = '{"prompt": {{ text|tojson }}, "model": "{{ model }}", "max_tokens": {{ max_tokens }}, "stream": {{ stream }}}'
        for streaming in (False, True):
            run, entries = self.run_ok(
                f"template-{streaming}", "--model", "m", "--endpoint-type", "template", "--endpoint", "/v1/completions",
                "--extra-inputs", f"payload_template:{template}", "--extra-inputs", "response_field:choices[0].text",
                "--extra-inputs", "temperature:0.5", "--osl", str(TOKENS), "--streaming" if streaming else "--no-streaming")
            self.assertEqual(run.directory.name, "m-openai-template-concurrency1")
            for entry in entries:
                body = json.loads(entry["body"])
                self.assertEqual((body["max_tokens"], body["stream"], body["temperature"]), (TOKENS, streaming, 0.5))
                self.assertEqual(entry["tokens"], TOKENS)
            self.assertEqual(run.summary()["metrics"]["request_latency"]["count"], len(entries))
        again = self.barrage("report", str(run.directory))
        self.assert_exit(again, 0)

    def test_a_template_whose_path_finds_nothing_measures_nothing(self):
        run = self.profile(self.sim.url, "nothing", "--model", "m", "--endpoint-type", "template", "--endpoint",
                           "/v1/completions", "--payload-template", '{"prompt": {{ text|tojson }}, "model": "m"}', "--response-field",
                           "choices[0].txet")
        self.assertNotEqual(run.exit_code, 0)
        self.assertEqual(run.summary()["ledger"]["protocol_error"], 10)
        self.assertIn("nothing at choices[0].txet", run.stdout)

    def test_images_and_audio_go_as_data_urls(self):
        (self.directory / "dot.png").write_bytes(png(3, 2))
        path = self.write("images.jsonl", {"text": "What is this?", "image": "dot.png"})
        _, entries = self.run_ok("file", "-m", "m", "--input-file", path, "--osl", "2", "--request-count", "2")
        for entry in entries:
            text, image = json.loads(entry["body"])["messages"][0]["content"]
            self.assertEqual(text, {"type": "text", "text": "What is this?"})
            self.assertEqual(base64.b64decode(image["image_url"]["url"].removeprefix("data:image/png;base64,")), png(3, 2))

        _, entries = self.run_ok(
            "synthetic", "-m", "m", "--image-width-mean", "64", "--image-height-mean", "48", "--batch-size-image", "2",
            "--image-format", "PNG", "--audio-length-mean", "0.25", "--audio-sample-rates", "8", "--osl", "2", "--isl", "10",
            "--num-prompts", "3", "--request-count", "6")
        contents = [json.loads(entry["body"])["messages"][0]["content"] for entry in entries]
        self.assertEqual(contents[0], contents[3])
        self.assertNotEqual(contents[0][1], contents[1][1])
        for _, one, two, audio in contents:
            for part in (one, two):
                data = base64.b64decode(part["image_url"]["url"].removeprefix("data:image/png;base64,"))
                self.assertEqual(struct.unpack(">II", data[16:24]), (64, 48))
            wav = base64.b64decode(audio["input_audio"]["data"])
            self.assertEqual(audio["input_audio"]["format"], "wav")
            self.assertEqual(len(wav), 44 + 2 * 2000)  # a quarter of a second of 8,000 samples of two bytes

    def test_images_and_audio_vary_as_they_are_asked_to(self):
        _, entries = self.run_ok(
            "varied", "-m", "m", "--image-width-mean", "60", "--image-width-stddev", "10", "--image-height-mean", "60",
            "--image-height-stddev", "10", "--audio-length-mean", "0.5", "--audio-length-stddev", "0.1", "--audio-format", "wav",
            "--audio-depths", "8", "--audio-num-channels", "2", "--batch-size-audio", "2", "--osl", "2", "--isl", "10",
            "--request-count", "20")
        contents = [json.loads(entry["body"])["messages"][0]["content"] for entry in entries]
        sides = [struct.unpack(">II", base64.b64decode(content[1]["image_url"]["url"].split(",")[1])[16:24])
                 for content in contents]
        wavs = [base64.b64decode(part["input_audio"]["data"]) for content in contents for part in content[2:]]
        self.assertEqual(len(wavs), 40)
        self.assertEqual({(wav[22], wav[34]) for wav in wavs}, {(2, 8)})  # channels, bits
        for values, mean, deviation in (([width for width, _ in sides], 60, 10), ([height for _, height in sides], 60, 10),
                                        ([(len(wav) - 44) / 32000 for wav in wavs], 0.5, 0.1)):
            self.assertGreater(len(set(values)), 5)
            self.assertLess(abs(statistics.fmean(values) - mean), 4 * deviation / len(values) ** 0.5)

    def test_what_no_request_could_be_is_refused_before_the_run(self):
        for options, words in (
                (("--endpoint-type", "embeddings", "--streaming"), "embeddings answers do not stream"),
                (("--endpoint-type", "template"), "template needs --payload-template"),
                (("--endpoint-type", "template", "--payload-template", "{{ nobody }}"), "'nobody' is not known"),
                (("--endpoint-type", "completions", "--image-width-mean", "4", "--image-height-mean", "4"),
                 "a completions payload is text alone"),
                (("--batch-size", "2",), "a chat request asks one prompt"),
                (("--response-field", "a",), "is for --endpoint-type template"),
                (("--image-width-mean", "4"), "needs --image-height-mean")):
            with self.subTest(options=options):
                run = self.barrage("profile", "-m", "m", "-u", self.sim.url, *options)
                self.assert_exit(run, 2)
                self.assertIn(words, run.stderr)


def index_of(request: dict) -> int:
    return int(request["metadata"]["x_request_id"].rsplit("-", 1)[1])


if __name__ == "__main__":
    case.main()
