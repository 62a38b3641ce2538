"""Runs against real servers: every request is answered, every token is counted, every time makes sense."""
import concurrent.futures
import json

import case
import servers
import tee

REQUESTS = 300
TOKENS = 12
# The tiny models end an answer by chance; these forbid it, so that each has TOKENS tokens.
NEVER_END = {"llama": "ignore_eos:true", "mlx": '{"logit_bias": {"1": -100}}'}
MODEL = {"llama": "tiny", "mlx": "default_model"}
LOADS = {"concurrency": ("--concurrency", "4"), "rate": ("--request-rate", "5")}


class RealServer:
    """The tests; a class for each engine says which."""
    engine: str

    @classmethod
    def setUpClass(cls):
        cls.server = servers.start_real(cls.engine)
        cls.addClassCleanup(cls.server.end)

    def setUp(self):
        super().setUp()
        self.prompts = self.directory / "prompts.jsonl"
        words = "a slow river, a fast train, 日本 and naïve café 😀".split()
        self.prompts.write_text("".join(
            json.dumps({"text": f"Prompt {i}: " + " ".join(words[: 1 + i % len(words)])}, ensure_ascii=False) + "\n"
            for i in range(40)))

    def run_on(self, name: str, endpoint: str, load: str, agents: int, *options: str):
        return self.profile(
            self.server.url, name, "--model", MODEL[self.engine], "--endpoint-type", endpoint, "--input-file",
            str(self.prompts), "--osl", str(TOKENS), "--request-count", str(REQUESTS), *LOADS[load], *options,
            agents=agents, deadline_s=300)

    def check_all_answered(self, run, streaming: bool = True):
        self.assert_exit(run, 0)
        summary = run.summary()
        self.assert_ledger_balances(summary)
        self.assertEqual((summary["ledger"]["scheduled"], summary["ledger"]["ok"]), (REQUESTS, REQUESTS))
        self.assertNotEqual(summary["verdict"], "INVALID", summary["verdict_reasons"])
        self.assertEqual(summary["token_source"], "usage")
        requests = run.requests()
        self.assertEqual(len(requests), REQUESTS)
        for request in requests:
            metrics = {tag: metric["value"] for tag, metric in request["metrics"].items()}
            self.assertEqual(request["metadata"]["outcome"], "ok", request)
            self.assertEqual(metrics["output_sequence_length"], TOKENS, request)
            self.assertLessEqual(request["metadata"]["content_events"], TOKENS + 1, request)
            if streaming:
                self.assertGreater(metrics["time_to_first_token"], 0, request)
                self.assertLessEqual(metrics["time_to_first_token"], metrics["request_latency"], request)
            self.assertGreater(metrics["input_sequence_length"], 3, request)
        return summary

    def test_closed_loop(self):
        for endpoint in ("chat", "completions"):
            for agents in (1, 3):
                with self.subTest(endpoint=endpoint, agents=agents):
                    run = self.run_on(f"{endpoint}-{agents}", endpoint, "concurrency", agents,
                                      "--extra-inputs", NEVER_END[self.engine])
                    summary = self.check_all_answered(run)
                    self.assertEqual(len(summary["ledger"]["agents"]), agents)

    def test_open_loop_runs_side_by_side(self):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            runs = {(endpoint, agents): pool.submit(self.run_on, f"{endpoint}-{agents}", endpoint, "rate", agents,
                                                    "--extra-inputs", NEVER_END[self.engine])
                    for endpoint in ("chat", "completions") for agents in (1, 3)}
        for (endpoint, agents), run in runs.items():
            with self.subTest(endpoint=endpoint, agents=agents):
                summary = self.check_all_answered(run.result())
                self.assertEqual(len(summary["ledger"]["agents"]), agents)
                self.assertGreater(summary["metrics"]["ttft_from_schedule"]["count"], 0)

    def test_answers_that_end_at_once_are_empty(self):
        run = self.run_on("free", "chat", "concurrency", 1)
        self.assert_exit(run, 0)
        ledger = run.summary()["ledger"]
        self.assert_ledger_balances(run.summary())
        self.assertEqual(ledger["ok"] + ledger["empty"], REQUESTS, run.told())


class Llama(RealServer, case.IntegrationTest):
    engine = "llama"

    def test_tokens_are_those_the_server_made(self):
        before = self.server.metric("llamacpp:tokens_predicted_total")
        run = self.run_on("counted", "chat", "concurrency", 2, "--extra-inputs", NEVER_END["llama"])
        self.assert_exit(run, 0)
        made = self.server.metric("llamacpp:tokens_predicted_total") - before
        measured = sum(request["metrics"]["output_sequence_length"]["value"] for request in run.requests())
        self.assertEqual(measured, REQUESTS * TOKENS)
        # The probe before the run asks for a few tokens too.
        self.assertLessEqual(measured, made)
        self.assertLess(made - measured, TOKENS)


    def test_responses(self):
        for streaming in (True, False):
            with self.subTest(streaming=streaming):
                run = self.run_on(f"responses-{streaming}", "responses", "concurrency", 1, "--extra-inputs",
                                  NEVER_END["llama"], "--streaming" if streaming else "--no-streaming")
                self.check_all_answered(run, streaming)

    def tokens_of(self, text: str) -> int:
        """The server's own count."""
        return len(self.server.post("/tokenize", {"content": text, "add_special": False, "parse_special": True})["tokens"])

    def run_with_tokenizer(self, name: str, endpoint: str, *options: str):
        """A run through a proxy that keeps the texts; a line of the jsonl and its exchange for each request."""
        proxy = tee.Tee(self.server.url)
        self.addCleanup(proxy.end)
        run = self.profile(proxy.url, name, "--model", "tiny", "--endpoint-type", endpoint, "--concurrency", "4",
                           "--request-count", "80", "--osl", "24", "--extra-inputs", NEVER_END["llama"],
                           "--tokenizer", str(servers.real_model()), *options)
        self.assert_exit(run, 0)
        self.assertEqual(run.summary()["token_source"], "tokenizer")
        self.assertIn(str(servers.real_model() / "tokenizer.json"), run.stdout)
        return run, [(line["metadata"]["tokens"], line["metrics"], proxy.exchanges[line["metadata"]["x_request_id"]])
                     for line in run.requests()]

    # What the server adds to a prompt: the template around the message; the first token.
    ADDED = {"chat": "<|bos|><|im_start|>user\n<|im_end|>\n<|im_start|>assistant\n", "completions": "<|bos|>"}

    def test_the_tokenizer_counts_what_the_server_counts(self):
        for endpoint in ("chat", "completions"):
            with self.subTest(endpoint=endpoint):
                run, requests = self.run_with_tokenizer(f"tokens-{endpoint}", endpoint, "--input-file", str(self.prompts))
                self.assertEqual(len(requests), 80)
                for tokens, metrics, exchange in requests:
                    self.assertEqual(tokens["input"]["tokenizer"], self.tokens_of(exchange.prompt), exchange.prompt)
                    self.assertEqual(tokens["output"]["tokenizer"], self.tokens_of(exchange.text), exchange.text)
                    self.assertEqual(metrics["output_sequence_length"]["value"], tokens["output"]["tokenizer"])
                    # What was sampled is not always what encoding its text gives: the difference is a metric.
                    self.assertEqual(tokens["output"]["usage"], 24)
                    counted = tokens["output"]["tokenizer"]
                    self.assertAlmostEqual(metrics["usage_completion_tokens_diff_pct"]["value"],
                                           100 * abs(24 - counted) / counted, places=5)
                added = {tokens["input"]["usage"] - tokens["input"]["tokenizer"] for tokens, _, _ in requests}
                self.assertEqual(added, {self.tokens_of(self.ADDED[endpoint])})
                self.assertEqual(run.summary()["metrics"]["usage_completion_tokens_diff_pct"]["count"], 80)

    def test_synthetic_prompts_have_the_length_asked_for(self):
        options = ("--isl", "60", "--isl-stddev", "15", "--num-prefix-prompts", "2", "--prefix-prompt-length", "20",
                   "--num-prompts", "40")
        _, requests = self.run_with_tokenizer("synthetic", "completions", *options)
        lengths = set()
        for tokens, _, exchange in requests:
            self.assertEqual(tokens["input"]["asked"], tokens["input"]["tokenizer"])
            self.assertEqual(tokens["input"]["asked"], self.tokens_of(exchange.prompt), exchange.prompt)
            self.assertEqual(tokens["input"]["asked"] + 1, tokens["input"]["usage"])  # the first token
            lengths.add(tokens["input"]["asked"])
        self.assertGreater(len(lengths), 10)
        self.assertEqual(len({exchange.prompt[:40] for _, _, exchange in requests}), 2)


class LlamaEmbeddings(case.IntegrationTest):
    def test_embeddings_in_batches(self):
        server = servers.start_real("llama", "--embeddings")
        self.addCleanup(server.end)
        texts = ["What was the first car ever driven?", "a slow river", "日本 and naïve café 😀", "x " * 40]
        path = self.directory / "embeddings.jsonl"
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        # Each batch's count as the server says it outside of a run.
        alone = [server.post("/v1/embeddings", {"model": "tiny", "input": [texts[(2 * k + at) % 4] for at in range(2)]})
                 for k in range(2)]
        run = self.profile(server.url, "embeddings", "-m", "tiny", "--batch-size", "2", "--service-kind", "openai",
                           "--endpoint-type", "embeddings", "--input-file", str(path), "--concurrency", "3",
                           "--request-count", "100")
        self.assert_exit(run, 0)
        summary = run.summary()
        self.assert_ledger_balances(summary)
        self.assertEqual(summary["ledger"]["ok"], 100, run.told())
        self.assertEqual(summary["token_source"], "usage")
        for request in run.requests():
            batch = int(request["metadata"]["x_request_id"].rsplit("-", 1)[1]) % 2
            self.assertEqual(request["metrics"]["input_sequence_length"]["value"],
                             alone[batch]["usage"]["prompt_tokens"], request)
        self.assertAlmostEqual(summary["metrics"]["input_throughput"]["avg"],
                               2 * summary["metrics"]["request_throughput"]["avg"], places=6)
        self.check_tokenizer(server, texts, path)

    def check_tokenizer(self, server, texts, path):
        """The same with a tokenizer: its counts are the server's for the texts; what the server adds to each is named."""
        def count(text, special):
            return len(server.post("/tokenize", {"content": text, "add_special": special, "parse_special": True})["tokens"])
        run = self.profile(server.url, "counted", "-m", "tiny", "--batch-size", "2", "--endpoint-type", "embeddings", "--input-file",
                           str(path), "--concurrency", "3", "--request-count", "100", "--tokenizer", str(servers.real_model()))
        self.assert_exit(run, 0)
        self.assertEqual(run.summary()["ledger"]["ok"], 100, run.told())
        self.assertEqual(run.summary()["token_source"], "tokenizer")
        first = {count(text, True) - count(text, False) for text in texts}  # the first token, <|bos|>
        self.assertEqual(len(first), 1)
        for request in run.requests():
            batch = int(request["metadata"]["x_request_id"].rsplit("-", 1)[1]) % 2
            tokens = request["metadata"]["tokens"]["input"]
            self.assertEqual(tokens["tokenizer"], sum(count(texts[2 * batch + at], False) for at in range(2)), request)
            self.assertEqual(tokens["usage"] - tokens["tokenizer"], 2 * first.copy().pop(), request)


class Mlx(RealServer, case.IntegrationTest):
    engine = "mlx"


if __name__ == "__main__":
    case.main()
