"""Every option of the program shows what it does: on the wire, or in a file. Or it stands in a list that says why it cannot."""
import csv
import json
import os
import re
import signal
import statistics
import threading
import time
import urllib.request

import case
import programs
from recorder import Recorder

BRIEF = ("--isl", "8", "--osl", "3", "--progress", "none", "--no-proxy")

# Options whose effect another test of this tree shows; it names them.
ELSEWHERE = {flag: f"tests/integration/{test}.py" for test, flags in {
    "endpoints_test": ("--batch-size", "--payload-template", "--response-field", "--rankings-passages-stddev",
                       "--rankings-query-prompt-token-mean", "--rankings-query-prompt-token-stddev", "--batch-size-image",
                       "--image-width-mean", "--image-width-stddev", "--image-height-mean", "--image-height-stddev", "--image-format",
                       "--batch-size-audio", "--audio-length-mean", "--audio-length-stddev", "--audio-format", "--audio-sample-rates",
                       "--audio-depths", "--audio-num-channels"),
    "tokenizer_test": ("--tokenizer", "--tokenizer-revision"),
    "server_metrics_test": ("--server-metrics-url", "--no-server-metrics"),
    "views_test": ("--format", "--output"),
}.items() for flag in flags}

# What has no effect on the wire or in a file, and why.
NO_EFFECT = {
    "--help": "prints a page and ends; help_test.py reads it",
    "--help-all": "prints a page and ends; command_line_test.cc reads it",
    "--version": "prints a line and ends; help_test.py reads it",
    "--keep-text": "is refused: this version keeps no text of answers",
}


class FlagEffects(case.IntegrationTest):
    def recorder(self, **options) -> Recorder:
        server = Recorder(**options)
        self.addCleanup(server.end)
        return server

    def run_against(self, server, *options: str, code: int = 0, model: str = "m", name: str | None = None,
                    environment: dict[str, str] | None = None, brief=BRIEF):
        """A run with these options, which ends with `code`. Its files go to self.directory / name."""
        self.count = getattr(self, "count", 0) + 1
        name = name or f"run-{self.count}"
        url = [] if server is None else ["--url", server.url]
        models = [] if model is None else ["--model", model]
        child = self.start(name, programs.BARRAGE, "profile", "--artifact-dir", str(self.directory / name), *url, *models, *brief,
                           *options, environment=environment)
        run = self.finished(child, name)
        self.assert_exit(run, code)
        return run

    def bodies(self, server) -> list[dict]:
        return [request.body for request in server.requests()]

    # --- the target

    def test_what_is_asked_for_stands_in_the_request(self):
        """--model --endpoint-type --endpoint --header --extra-inputs --use-legacy-max-tokens --streaming --request-count"""
        server = self.recorder()
        self.run_against(server, "--endpoint-type", "completions", "--endpoint", "my/own", "--header", "X-Team: blue",
                         "-H", '{"X-Json": "yes"}', "--extra-inputs", "temperature:0.5", "stop:END", "flag", '{"n": 1}',
                         "--use-legacy-max-tokens", "--no-streaming", "--request-count", "3")
        requests = server.requests()
        self.assertEqual(len(requests), 3)
        for request in requests:
            self.assertEqual(request.path, "/my/own")
            self.assertEqual(request.headers["x-team"], "blue")
            self.assertEqual(request.headers["x-json"], "yes")
            expected = {"model": "m", "temperature": 0.5, "stop": "END", "flag": None, "n": 1, "max_tokens": 3}
            self.assertEqual({key: request.body.get(key) for key in expected}, expected)
            self.assertFalse(request.body.get("stream", False))
        streamed = self.recorder()
        self.run_against(streamed, "--streaming", "--request-count", "2")
        for body in self.bodies(streamed):
            self.assertTrue(body["stream"])
            self.assertEqual(body["max_completion_tokens"], 3)
            self.assertIn("messages", body)

    def test_several_models_and_targets_take_turns(self):
        """--model-selection-strategy --url --url-strategy"""
        first, second = self.recorder(), self.recorder()
        self.run_against(first, "--url", second.url, "--request-count", "8", "--model-selection-strategy", "round_robin", model=None,
                         brief=(*BRIEF, "--model", "a,b"))
        asked = [body["model"] for body in self.bodies(first) + self.bodies(second)]
        self.assertEqual((asked.count("a"), asked.count("b")), (4, 4))
        self.assertEqual((len(first.requests()), len(second.requests())), (4, 4))
        drawn = self.recorder()
        self.run_against(drawn, "--request-count", "24", "--model-selection-strategy", "random", model=None,
                         brief=(*BRIEF, "--model", "a", "b"))
        order = [body["model"] for body in self.bodies(drawn)]
        self.assertEqual(set(order), {"a", "b"})
        self.assertNotEqual(order, ["a", "b"] * 12)
        slow, quick = self.recorder(gap_s=0.1), self.recorder()
        self.run_against(slow, "--url", quick.url, "--url-strategy", "least_loaded", "--request-count", "30", "--concurrency", "4")
        self.assertGreater(len(quick.requests()), len(slow.requests()))

    def test_keys_reach_the_target_and_no_file(self):
        """--api-key --api-key-file"""
        key_file = self.directory / "key"
        key_file.write_text("from-a-file-1234\n")
        for options, secret, environment in ((("--api-key-file", str(key_file)), "from-a-file-1234", None),
                                             (("--api-key", "from-a-flag-1234"), "from-a-flag-1234", None),
                                             ((), "from-the-air-1234", {"OPENAI_API_KEY": "from-the-air-1234"})):
            with self.subTest(secret):
                server = self.recorder()
                run = self.run_against(server, *options, "--request-count", "2", environment=environment)
                for request in server.requests():
                    self.assertEqual(request.headers["authorization"], f"Bearer {secret}")
                self.assertNotIn(secret, run.stderr + run.stdout)
                for path, data in run.files().items():
                    self.assertNotIn(secret.encode(), data, path)

    def test_connections_are_reused_or_not(self):
        """--connection-reuse-strategy --idle-reuse --warm-connections"""
        def peers(*options):
            server = self.recorder()
            self.run_against(server, "--request-count", "6", *options)
            return len({request.peer for request in server.requests()})
        self.assertLessEqual(peers("--concurrency", "1"), 2)
        self.assertEqual(peers("--concurrency", "1", "--connection-reuse-strategy", "never"), 6)
        # Three requests three seconds apart: two seconds are too long for the next, six are not.
        rate = ("--request-rate", "0.33", "--request-distribution", "constant", "--request-count", "3", "--no-warm-connections")
        self.assertEqual(peers(*rate, "--idle-reuse", "2"), 3)
        self.assertEqual(peers(*rate, "--idle-reuse", "6"), 1)
        warm, cold = self.recorder(gap_s=0.01), self.recorder(gap_s=0.01)
        warm_run = self.run_against(warm, "--concurrency", "4", "--request-count", "4", "--warm-connections")
        cold_run = self.run_against(cold, "--concurrency", "4", "--request-count", "4", "--no-warm-connections")
        self.assertEqual(warm_run.summary()["metrics"]["http_req_connection_reused"]["avg"], 4)
        self.assertEqual(cold_run.summary()["metrics"]["http_req_connection_reused"]["avg"], 0)

    def test_proxies_are_used_or_not(self):
        """--no-proxy"""
        server, proxy = self.recorder(), self.recorder()
        environment = {"HTTP_PROXY": proxy.url, "http_proxy": proxy.url, "NO_PROXY": "", "no_proxy": ""}
        brief = BRIEF[:-1]
        run = self.run_against(server, "--request-count", "2", environment=environment, brief=brief)
        self.assertEqual((len(server.requests()), len(proxy.requests())), (0, 2))
        self.assertIn("proxy", run.stderr)
        self.run_against(server, "--request-count", "2", "--no-proxy", environment=environment, brief=brief)
        self.assertEqual((len(server.requests()), len(proxy.requests())), (2, 2))

    def test_certificates(self):
        """--cacert --cert --key --insecure"""
        made = self.certificates()
        server = self.recorder(certificate=made("server"), client_ca=made("ca")[0])
        mine = ("--cert", made("client")[0], "--key", made("client")[1])
        run = self.run_against(server, "--request-count", "2", "--cacert", made("ca")[0], *mine)
        self.assertEqual(run.summary()["ledger"]["ok"], 2)
        self.run_against(server, "--request-count", "2", *mine, code=3)  # its authority is unknown
        self.run_against(server, "--request-count", "2", "--insecure", *mine)
        self.run_against(server, "--request-count", "2", "--cacert", made("ca")[0], code=3)  # without a certificate of ours

    def certificates(self):
        def openssl(*words):
            child = self.start("openssl", "openssl", *words)
            self.assertEqual(child.wait(case.QUICK_S), 0, child.output())

        def path(name, ending):
            return str(self.directory / f"{name}.{ending}")

        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=ca",
                "-keyout", path("ca", "key"), "-out", path("ca", "pem"))
        names = self.directory / "names"
        names.write_text("subjectAltName=IP:127.0.0.1\n")
        for name in ("server", "client"):
            openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}", "-keyout",
                    path(name, "key"), "-out", path(name, "csr"))
            openssl("x509", "-req", "-days", "2", "-in", path(name, "csr"), "-CA", path("ca", "pem"), "-CAkey", path("ca", "key"),
                    "-CAcreateserial", "-extfile", str(names), "-out", path(name, "pem"))
        return lambda name: (path(name, "pem"), path(name, "key"))

    def test_waits_for_the_target(self):
        """--wait-for-model-timeout"""
        port = programs.free_port()
        late = []
        timer = threading.Timer(1.0, lambda: late.append(Recorder(port=port)))
        self.addCleanup(lambda: [server.end() for server in late])
        timer.start()
        run = self.run_against(None, "--url", f"127.0.0.1:{port}", "--request-count", "1", "--wait-for-model-timeout", "30")
        self.assertEqual(run.summary()["ledger"]["ok"], 1)
        self.run_against(None, "--url", f"127.0.0.1:{programs.free_port()}", "--request-count", "1", code=3)

    def test_stamps_of_the_kernel_or_of_the_program(self):
        """--user-stamps"""
        stamps = [self.run_against(self.recorder(), "--request-count", "4", *options).summary()["error_budget"]["stamps"]
                  for options in ((), ("--user-stamps",))]
        self.assertGreater(stamps[0]["kernel"], 0)
        self.assertEqual(stamps[1]["kernel"], 0)
        self.assertGreater(stamps[1]["user"], 0)

    # --- the load

    def test_how_many_at_once(self):
        """--concurrency --local-agents --loops"""
        server = self.recorder(gap_s=0.05)
        run = self.run_against(server, "--concurrency", "3", "--request-count", "9", "--local-agents", "2", "--loops", "2")
        self.assertEqual(server.most_in_flight, 3)
        self.assertEqual([agent["loops"] for agent in run.summary()["agents"]], [2, 2])

    def offsets(self, run) -> list[float]:
        """When each request was meant to go, in s: as planned in an open loop, whatever the machine made of it."""
        lines = [line["metadata"] for line in run.requests()]
        starts = sorted(line.get("intended_ns") or line["request_start_ns"] for line in lines)
        return [(start - starts[0]) / 1e9 for start in starts]

    def test_rates_and_their_shapes(self):
        """--request-rate --request-distribution --arrival-smoothness --request-rate-ramp-duration --stage"""
        def gaps(*options):
            offsets = self.offsets(self.run_against(self.recorder(), "--request-count", "30", *options))
            return [later - earlier for earlier, later in zip(offsets, offsets[1:])]
        constant = gaps("--request-rate", "30", "--request-distribution", "constant")
        self.assertAlmostEqual(statistics.median(constant), 1 / 30, delta=0.001)
        smooth = gaps("--request-rate", "30", "--arrival-smoothness", "20")
        bursty = gaps("--request-rate", "30", "--arrival-smoothness", "0.2")
        self.assertLess(statistics.pstdev(smooth), statistics.pstdev(bursty))
        ramp = gaps("--request-rate", "30", "--request-distribution", "constant", "--request-rate-ramp-duration", "2")
        self.assertGreater(sum(ramp[:10]), 2 * sum(ramp[-10:]))
        staged = self.run_against(self.recorder(), "--stage", "10@1", "30@1", "--request-distribution", "constant")
        counts = [sum(low <= offset < low + 1 for offset in self.offsets(staged)) for low in (-0.05, 0.95)]
        self.assertAlmostEqual(counts[0], 10, delta=1)
        self.assertAlmostEqual(counts[1], 30, delta=1)

    def test_schedules_of_a_file(self):
        """--fixed-schedule --fixed-schedule-auto-offset --fixed-schedule-start-offset --fixed-schedule-end-offset --synthesis-speedup-ratio"""
        path = self.directory / "schedule.jsonl"
        path.write_text("".join(f'{{"timestamp": {time_ms}, "text": "at {time_ms}"}}\n' for time_ms in (4000, 4200, 4400, 4600, 6000)))

        def sent(*options):
            server = self.recorder()
            run = self.run_against(server, "--input-file", str(path), "--fixed-schedule", *options)
            return self.offsets(run), self.prompts(server)

        offsets, prompts = sent()
        self.assertEqual(prompts, ["at 4000", "at 4200", "at 4400", "at 4600", "at 6000"])
        self.assertAlmostEqual(offsets[-1], 2, delta=0.001)
        offsets, _ = sent("--synthesis-speedup-ratio", "4")
        self.assertAlmostEqual(offsets[-1], 0.5, delta=0.001)
        _, prompts = sent("--fixed-schedule-start-offset", "4200", "--fixed-schedule-end-offset", "4600")
        self.assertEqual(prompts, ["at 4200", "at 4400", "at 4600"])
        # With an offset of its own the first goes at once: the run is four seconds shorter.
        before = time.monotonic()
        sent()
        plain = time.monotonic() - before
        before = time.monotonic()
        sent("--fixed-schedule-auto-offset")
        self.assertLess(time.monotonic() - before, plain)

    def test_users_and_slots_that_open_one_after_another(self):
        """--user-centric-rate --num-users --concurrency-ramp-duration"""
        server = self.recorder(gap_s=0.01)
        run = self.run_against(server, "--user-centric-rate", "10", "--num-users", "5", "--request-count", "20")
        self.assertEqual(run.summary()["ledger"]["ok"], 20)
        self.assertTrue(1 < self.offsets(run)[-1] < 10)  # 20 at 10 a second
        server = self.recorder(gap_s=0.3)
        run = self.run_against(server, "--concurrency", "4", "--concurrency-ramp-duration", "2", "--request-count", "8")
        first = self.offsets(run)[:4]
        self.assertGreater(first[3] - first[0], 0.5)

    def test_how_long(self):
        """--benchmark-duration --measurement-interval --benchmark-grace-period --cut-at-end"""
        for options in (("--benchmark-duration", "1"), ("--measurement-interval", "1000")):
            run = self.run_against(self.recorder(gap_s=0.01), *options)
            seconds = run.summary()["metrics"]["benchmark_duration"]["avg"]
            self.assertTrue(0.8 < seconds < 10, seconds)
        outcomes = {}
        for name, options in (("drained", ()), ("cut", ("--cut-at-end",)), ("short", ("--benchmark-grace-period", "0.1"))):
            run = self.run_against(self.recorder(gap_s=0.3), "--benchmark-duration", "0.5", "--osl", "6", *options,
                                   code=0 if name == "drained" else 5)
            outcomes[name] = run.summary()["ledger"]
        self.assertEqual((outcomes["drained"]["ok"], outcomes["drained"]["cancelled_at_end"]), (1, 0))
        self.assertEqual((outcomes["cut"]["ok"], outcomes["cut"]["cancelled_at_end"]), (0, 1))
        self.assertEqual((outcomes["short"]["ok"], outcomes["short"]["cancelled_at_end"]), (0, 1))

    def test_warm_ups(self):
        """--warmup-request-count --warmup-duration"""
        server = self.recorder()
        run = self.run_against(server, "--request-count", "3", "--warmup-request-count", "2")
        self.assertEqual((len(server.requests()), run.summary()["ledger"]["scheduled"]), (5, 3))
        self.assertEqual(run.summary()["ledger"]["warmup"]["ok"], 2)
        server = self.recorder(gap_s=0.02)
        run = self.run_against(server, "--request-count", "3", "--warmup-duration", "0.5")
        self.assertGreater(run.summary()["ledger"]["warmup"]["ok"], 2)

    def test_requests_that_take_too_long(self):
        """--request-timeout-seconds --no-progress-timeout"""
        server = self.recorder(gap_s=0.4)
        for options in (("--request-timeout-seconds", "0.6"), ("--no-progress-timeout", "0.2")):
            run = self.run_against(server, "--request-count", "2", *options, code=5)
            self.assertEqual(run.summary()["ledger"]["timeout"], 2, options)

    def test_requests_are_cancelled(self):
        """--request-cancellation-rate --request-cancellation-delay"""
        server = self.recorder(gap_s=0.1)
        run = self.run_against(server, "--request-count", "6", "--osl", "20", "--concurrency", "6", "--request-cancellation-rate", "100",
                               "--request-cancellation-delay", "0.5", code=5)
        self.assertEqual(run.summary()["ledger"]["cancelled_by_plan"], 6)
        requests = server.requests()
        self.eventually("the server notices", lambda: all(request.until for request in requests), 10)
        for request in requests:
            self.assertTrue(request.cut)
            self.assertGreater(request.until - request.at, 0.3)

    def test_failures_stop_a_run(self):
        """--max-error-rate --on-target-loss"""
        run = self.run_against(self.recorder(status=503), "--request-count", "50", "--max-error-rate", "10", code=5)
        self.assertIn("error_rate", self.reasons(run.summary()))
        doomed = {}
        for policy in ("stop", "continue"):
            sim = self.start_sim("--ttft", "2", "--gap", "1")
            doomed[policy] = self.start_profile(sim.url, policy, "--model", "m", *BRIEF, "--request-rate", "20", "--benchmark-duration",
                                                "16", "--on-target-loss", policy)
            self.eventually("requests arrive", lambda: len(sim.journal()) > 3, case.QUICK_S)
            sim.end()
        stopped, continued = (self.finished(doomed[policy], policy) for policy in ("stop", "continue"))
        self.assert_exit(stopped, 3)
        self.assertNotIn("target_lost", self.reasons(continued.summary()))
        self.assertGreater(continued.summary()["ledger"]["connect_error"], stopped.summary()["ledger"]["connect_error"])

    # --- what is asked

    def prompts(self, server) -> list[str]:
        return [body["messages"][-1]["content"] for body in self.bodies(server)]

    def test_prompts_of_a_file(self):
        """--input-file --num-prompts"""
        path = self.directory / "prompts.jsonl"
        path.write_text("".join(f'{{"text": "question {i}"}}\n' for i in range(5)))
        server = self.recorder()
        self.run_against(server, "--request-count", "6", "--input-file", str(path), "--num-prompts", "3")
        self.assertEqual(self.prompts(server), ["question 0", "question 1", "question 2"] * 2)

    def test_prompts_that_are_made(self):
        """--synthetic-input-tokens-mean --synthetic-input-tokens-stddev --num-prefix-prompts --prefix-prompt-length --unique-prompts --random-seed"""
        def made(*options):
            server = self.recorder()
            self.run_against(server, "--request-count", "8", *options)
            return self.prompts(server)
        plain = made("--synthetic-input-tokens-mean", "40", "--num-prompts", "2")
        self.assertEqual(len(set(plain)), 2)
        lengths = {len(prompt.split()) for prompt in plain}
        self.assertTrue(all(20 <= length <= 60 for length in lengths), lengths)
        varied = made("--synthetic-input-tokens-mean", "40", "--synthetic-input-tokens-stddev", "15")
        self.assertGreater(len({len(prompt.split()) for prompt in varied}), 2)
        self.assertEqual(made("--random-seed", "7"), made("--random-seed", "7"))
        self.assertNotEqual(made("--random-seed", "7"), made("--random-seed", "8"))
        self.assertEqual(len(set(made("--unique-prompts", "--num-prompts", "2"))), 8)
        prefixed = made("--num-prefix-prompts", "1", "--prefix-prompt-length", "30")
        self.assertGreater(len(os.path.commonprefix(prefixed).split()), 10)

    def test_lengths_of_answers(self):
        """--output-tokens-mean --output-tokens-stddev --output-tokens-mean-deterministic"""
        brief = ("--isl", "8", "--progress", "none", "--no-proxy")
        exact, drawn = self.recorder(), self.recorder()
        self.run_against(exact, "--request-count", "3", "--output-tokens-mean", "5", "--output-tokens-mean-deterministic", brief=brief)
        for body in self.bodies(exact):
            self.assertEqual((body["max_completion_tokens"], body["min_tokens"], body["ignore_eos"]), (5, 5, True))
        self.run_against(drawn, "--request-count", "12", "--output-tokens-mean", "30", "--output-tokens-stddev", "10", brief=brief)
        self.assertGreater(len({body["max_completion_tokens"] for body in self.bodies(drawn)}), 3)

    def test_whose_count_of_tokens(self):
        """--use-server-token-count"""
        run = self.run_against(self.recorder(), "--request-count", "2", "--use-server-token-count")
        self.assertEqual(run.summary()["token_source"], "usage")
        self.assertIn("use_server_token_count: true", (run.directory / "plan.yaml").read_text())

    # --- the fleet

    def test_agents_that_dial_in(self):
        """--expect-agents --listen --agents-timeout --on-missing-agents"""
        port = programs.free_port()
        self.start_agents(1, port)
        listen = ("--listen", f"127.0.0.1:{port}", "--expect-agents", "2", "--agents-timeout", "2", "--request-count", "4")
        run = self.run_against(self.recorder(), *listen, "--on-missing-agents", "fail", code=4)
        self.assertLess(run.seconds, case.QUICK_S)
        run = self.run_against(self.recorder(), *listen, "--on-missing-agents", "proceed")
        self.assertEqual([agent["id"] for agent in run.summary()["agents"]], ["agent-1"])

    def test_agents_that_are_lost(self):
        """--on-agent-loss"""
        ended = {}
        for policy in ("stop", "continue"):
            server = self.recorder(gap_s=0.02)
            port = programs.free_port()
            agents = self.start_agents(2, port)
            run = self.start_profile(server.url, policy, "--model", "m", *BRIEF, "--concurrency", "2", "--benchmark-duration", "12",
                                     "--expect-agents", "2", "--listen", f"127.0.0.1:{port}", "--on-agent-loss", policy)
            self.eventually("requests arrive", lambda: len(server.requests()) > 4, case.QUICK_S)
            agents[0].signal(signal.SIGKILL)
            ended[policy] = run, server
        for policy, code in (("stop", 4), ("continue", 0)):
            run = self.finished(ended[policy][0], policy)
            self.assert_exit(run, code)
            self.assertIn("agent_lost", self.reasons(run.summary()))
        self.assertGreater(len(ended["continue"][1].requests()), len(ended["stop"][1].requests()))

    def test_the_program_of_the_agents(self):
        """--agent-binary --orphan-timeout"""
        program = self.directory / "agent"
        program.write_text(f'#!/bin/sh\necho "$@" > {self.directory}/words\nexec {programs.AGENT} "$@"\n')
        program.chmod(0o755)
        self.run_against(self.recorder(), "--request-count", "1", "--agent-binary", str(program), "--orphan-timeout", "7")
        self.assertRegex((self.directory / "words").read_text(), r"--orphan-timeout[ =]7")

    def test_agents_prove_themselves(self):
        """--run-token-file --tls-cert --tls-key --tls-ca"""
        made = self.certificates()
        token, wrong = self.directory / "token", self.directory / "wrong"
        token.write_text("right\n")
        wrong.write_text("wrong\n")
        server = self.recorder()
        for agent_token, code in ((wrong, 4), (token, 0)):
            port = programs.free_port()
            agent = self.start("agent", programs.AGENT, "--coordinator", f"127.0.0.1:{port}", "--spool-dir", str(self.directory / "spool"),
                               "--run-token-file", str(agent_token), "--tls-ca", made("ca")[0], "--tls-cert", made("client")[0],
                               "--tls-key", made("client")[1])
            self.run_against(server, "--request-count", "2", "--expect-agents", "1", "--agents-timeout", "4", "--listen",
                             f"127.0.0.1:{port}", "--run-token-file", str(token), "--tls-ca", made("ca")[0], "--tls-cert",
                             made("server")[0], "--tls-key", made("server")[1], code=code)
            agent.end()
        self.assertEqual(len(server.requests()), 2)

    # --- reports

    def test_thresholds(self):
        """--goodput --assert --junit --strict"""
        junit = self.directory / "junit.xml"
        step = self.directory / "step.md"
        run = self.run_against(self.recorder(), "--request-count", "4", "--goodput", "request_latency:100000", "--assert",
                               "ttft.p50<100s", "request_latency.max<0.000001ms", "--junit", str(junit), code=99,
                               environment={"GITHUB_STEP_SUMMARY": str(step)})
        self.assertEqual([rule["passed"] for rule in run.summary()["slo"]["rules"]], [True, False])
        self.assertIsNotNone(run.summary()["metrics"]["goodput"]["avg"])
        self.assertIn('failures="1"', junit.read_text())
        self.assertIn("| Metric | avg |", step.read_text())
        # More answers than are asked for in a slice of time: DEGRADED for what the client could not stamp cleanly.
        degraded = self.run_against(self.recorder(tokens=400), "--request-count", "4", "--concurrency", "4", "--osl", "400")
        if degraded.summary()["verdict"] == "DEGRADED":
            strict = self.barrage("report", str(degraded.directory), "--strict")
            self.assert_exit(strict, 5)
        self.assertIn("strict: true", self.plan_of("--strict"))

    def plan_of(self, *options: str) -> str:
        run = self.barrage("profile", "--model", "m", *options, "--write-plan", "-")
        self.assert_exit(run, 0)
        return run.stdout

    def test_views_of_a_run(self):
        """--definitions --window --slice-duration --gpus"""
        run = self.run_against(self.recorder(gap_s=0.02), "--benchmark-duration", "1", "--definitions", "vllm", "--slice-duration", "0.5",
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
        run = self.run_against(self.recorder(), "--request-count", "1", "--selftest", str(path))
        self.assertEqual(run.summary()["selftest"]["by"], "a test")

    # --- output

    def test_names_and_labels(self):
        """--artifact-dir --artifact-name --profile-export-file --run-name --label --export-level"""
        where = self.directory / "here"
        self.run_against(self.recorder(), "--request-count", "2", "--artifact-dir", str(where), "--artifact-name", "mine",
                         "--profile-export-file", "mine.json", "--run-name", "nightly", "--label", "team=blue", "tp=2", "--export-level", "raw")
        summary = json.loads((where / "mine/summary.json").read_text())
        self.assertEqual((summary["run_name"], summary["labels"]), ("nightly", {"team": "blue", "tp": "2"}))
        self.assertTrue((where / "mine/mine_genai_perf.csv").exists())
        raw = (where / "mine/mine.jsonl").read_text()
        self.run_against(self.recorder(), "--request-count", "2", "--artifact-dir", str(where), "--artifact-name", "brief", "--export-level",
                         "summary")
        brief = where / "brief/profile_export.jsonl"
        self.assertLess(len(brief.read_text()) if brief.exists() else 0, len(raw))

    def test_plans(self):
        """--plan --write-plan"""
        plan = self.directory / "plan.yaml"
        wrote = self.barrage("profile", "--model", "m", "--concurrency", "3", "--request-count", "5", "--write-plan", str(plan))
        self.assert_exit(wrote, 0)
        server = self.recorder()
        run = self.run_against(server, "--plan", str(plan))
        self.assertEqual(len(server.requests()), 5)
        self.assertIn("concurrency: 3", (run.directory / "plan.yaml").read_text())

    def test_progress(self):
        """--progress --verbose"""
        def told(*options):
            return self.run_against(self.recorder(gap_s=0.02), "--benchmark-duration", "2.5", *options,
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
        run = self.start("run", programs.BARRAGE, "profile", "--url", self.recorder().url, "--model", "m", *BRIEF, "--request-count", "2",
                         "--artifact-dir", str(self.directory / "pages"), "--http", f"127.0.0.1:{port}", "--results-token-file", str(token),
                         "--linger", "60", "--result-line")
        run.wait_for_line("^RESULT {", case.RUN_S)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            self.assertEqual(answer.status, 200)
        self.assertTrue(run.is_running())
        run.end()

    # --- several runs

    def test_sweeps(self):
        """--sweep-type --sweep-range --sweep-list"""
        server = self.recorder()
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
        server = self.recorder()
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
        self.assertEqual(len(server.requests()), 3 * 3 + 2)  # one warm-up
        prompts = self.prompts(server)
        self.assertEqual(prompts[2:5], prompts[5:8])
        again = self.recorder()
        run = self.barrage("profile", "--url", again.url, "--model", "m", *BRIEF, "--request-count", "3", "--artifact-dir", str(where),
                           "--num-profile-runs", "2", "--no-profile-run-disable-warmup-after-first", "--warmup-request-count", "2",
                           deadline_s=case.RUN_S)
        self.assert_exit(run, 0)
        self.assertEqual(len(again.requests()), 2 * (3 + 2))

    # --- the lists

    def options(self, section: str) -> list[list[str]]:
        """The names of each option of a section of the manual page: OPTIONS, and the two of other tools."""
        run = self.barrage("man")
        self.assert_exit(run, 0)
        text = run.stdout[run.stdout.index(".SH OPTIONS"):run.stdout.index(".SH PLAN FILE")]
        others = [".SS Of other tools, without effect here", ".SS Of other tools, refused here"]
        own, rest = text.split(others[0])
        accepted, refused = rest.split(others[1])
        lines = {"own": own, "accepted": accepted, "refused": refused}[section].splitlines()
        heads = [line.replace("\\-", "-") for line in lines if line.startswith("\\fB\\-")]
        return [re.findall(r"\\fB(--?[^\\]+)\\fR", head) for head in heads]

    def test_every_option_is_shown_or_excused(self):
        docs = " ".join(method.__doc__ or "" for name, method in vars(type(self)).items() if name.startswith("test_"))
        shown = set(re.findall(r"--[a-z-]+", docs))
        own = {names[0] for names in self.options("own")}
        self.assertGreater(len(own), 60)
        for flag, path in ELSEWHERE.items():
            self.assertIn(flag, (programs.SOURCES / path).read_text(), path)
        listed = shown | set(ELSEWHERE) | set(NO_EFFECT)
        self.assertEqual(own - listed, set(), "options that neither show their effect here nor are excused")
        self.assertEqual(listed - own, set(), "names that are no options")
        self.assertEqual(shown & set(NO_EFFECT), set())

    def test_what_has_no_effect_says_so(self):
        for names in self.options("accepted"):
            with self.subTest(names[0]):
                run = self.barrage("validate", "--model", "m", names[0])
                self.assert_exit(run, 0)
                self.assertIn(f"{names[0]} has no effect: ", run.stderr)

    def test_what_is_refused_says_why(self):
        names = [option[0] for option in self.options("refused")]
        run = self.barrage("validate", "--model", "m", *names)
        self.assert_exit(run, 2)
        for name in names:
            with self.subTest(name):
                self.assertRegex(run.stderr, rf"{name}: \w")


if __name__ == "__main__":
    case.main()
