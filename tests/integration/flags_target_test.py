"""Options of the target and of the connections to it show what they do, on the wire."""
import threading

import case
import flags_case
import programs
from certificates import Authority
from flags_case import BRIEF
from llm_server import LlmServer


class FlagsOfTheTarget(flags_case.FlagsTest):
    def test_what_is_asked_for_stands_in_the_request(self):
        """--model --endpoint-type --endpoint --header --extra-inputs --use-legacy-max-tokens --streaming --request-count"""
        server = self.server()
        self.run_against(server, "--endpoint-type", "completions", "--endpoint", "my/own", "--header", "X-Team: blue",
                         "-H", '{"X-Json": "yes"}', "--extra-inputs", "temperature:0.5", "stop:END", "flag", '{"n": 1}',
                         "--use-legacy-max-tokens", "--no-streaming", "--request-count", "3")
        requests = server.posts()
        self.assertEqual(len(requests), 3)
        for request in requests:
            self.assertEqual(request.path, "/my/own")
            self.assertEqual(request.headers["x-team"], "blue")
            self.assertEqual(request.headers["x-json"], "yes")
            expected = {"model": "m", "temperature": 0.5, "stop": "END", "flag": None, "n": 1, "max_tokens": 3}
            self.assertEqual({key: request.json.get(key) for key in expected}, expected)
            self.assertFalse(request.json.get("stream", False))
        streamed = self.server()
        self.run_against(streamed, "--streaming", "--request-count", "2")
        for body in self.bodies(streamed):
            self.assertTrue(body["stream"])
            self.assertEqual(body["max_completion_tokens"], 3)
            self.assertIn("messages", body)

    def test_several_models_and_targets_take_turns(self):
        """--model-selection-strategy --url --url-strategy"""
        first, second = self.server(), self.server()
        self.run_against(first, "--url", second.url, "--request-count", "8", "--model-selection-strategy", "round_robin", model=None,
                         brief=(*BRIEF, "--model", "a,b"))
        asked = [body["model"] for body in self.bodies(first) + self.bodies(second)]
        self.assertEqual((asked.count("a"), asked.count("b")), (4, 4))
        self.assertEqual((len(first.posts()), len(second.posts())), (4, 4))
        drawn = self.server()
        self.run_against(drawn, "--request-count", "24", "--model-selection-strategy", "random", model=None,
                         brief=(*BRIEF, "--model", "a", "b"))
        order = [body["model"] for body in self.bodies(drawn)]
        self.assertEqual(set(order), {"a", "b"})
        self.assertNotEqual(order, ["a", "b"] * 12)
        slow, quick = self.server(gap_s=0.1), self.server()
        self.run_against(slow, "--url", quick.url, "--url-strategy", "least_loaded", "--request-count", "30", "--concurrency", "4")
        self.assertGreater(len(quick.posts()), len(slow.posts()))

    def test_keys_reach_the_target_and_no_file(self):
        """--api-key --api-key-file"""
        key_file = self.directory / "key"
        key_file.write_text("from-a-file-1234\n")
        for options, secret, environment in ((("--api-key-file", str(key_file)), "from-a-file-1234", None),
                                             (("--api-key", "from-a-flag-1234"), "from-a-flag-1234", None),
                                             ((), "from-the-air-1234", {"OPENAI_API_KEY": "from-the-air-1234"})):
            with self.subTest(secret):
                server = self.server()
                run = self.run_against(server, *options, "--request-count", "2", environment=environment)
                for request in server.posts():
                    self.assertEqual(request.headers["authorization"], f"Bearer {secret}")
                self.assertNotIn(secret, run.stderr + run.stdout)
                for path, data in run.files().items():
                    self.assertNotIn(secret.encode(), data, path)

    def test_connections_are_reused_or_not(self):
        """--connection-reuse-strategy --idle-reuse --warm-connections"""
        def peers(*options):
            server = self.server()
            self.run_against(server, "--request-count", "6", *options)
            return len({request.peer for request in server.posts()})
        self.assertLessEqual(peers("--concurrency", "1"), 2)
        self.assertEqual(peers("--concurrency", "1", "--connection-reuse-strategy", "never"), 6)
        # Three requests three seconds apart: two seconds are too long for the next, six are not.
        rate = ("--request-rate", "0.33", "--request-distribution", "constant", "--request-count", "3", "--no-warm-connections")
        self.assertEqual(peers(*rate, "--idle-reuse", "2"), 3)
        self.assertEqual(peers(*rate, "--idle-reuse", "6"), 1)
        warm, cold = self.server(gap_s=0.01), self.server(gap_s=0.01)
        warm_run = self.run_against(warm, "--concurrency", "4", "--request-count", "4", "--warm-connections")
        cold_run = self.run_against(cold, "--concurrency", "4", "--request-count", "4", "--no-warm-connections")
        self.assertEqual(warm_run.summary()["metrics"]["http_req_connection_reused"]["avg"], 4)
        self.assertEqual(cold_run.summary()["metrics"]["http_req_connection_reused"]["avg"], 0)

    def test_proxies_are_used_or_not(self):
        """--no-proxy"""
        server, proxy = self.server(), self.server()
        environment = {"HTTP_PROXY": proxy.url, "http_proxy": proxy.url, "NO_PROXY": "", "no_proxy": ""}
        brief = BRIEF[:-1]
        run = self.run_against(server, "--request-count", "2", environment=environment, brief=brief)
        self.assertEqual((len(server.posts()), len(proxy.posts())), (0, 2))
        self.assertIn("proxy", run.stderr)
        self.run_against(server, "--request-count", "2", "--no-proxy", environment=environment, brief=brief)
        self.assertEqual((len(server.posts()), len(proxy.posts())), (2, 2))

    def test_certificates(self):
        """--cacert --cert --key --insecure"""
        authority = Authority(self.directory, "authority")
        certificate, key = authority.sign("client")
        server = self.server(context=authority.serve(*authority.sign("server"), authority.certificate))
        mine = ("--cert", certificate, "--key", key)
        run = self.run_against(server, "--request-count", "2", "--cacert", authority.certificate, *mine)
        self.assertEqual(run.summary()["ledger"]["ok"], 2)
        self.run_against(server, "--request-count", "2", *mine, code=3)  # its authority is unknown
        self.run_against(server, "--request-count", "2", "--insecure", *mine)
        self.run_against(server, "--request-count", "2", "--cacert", authority.certificate, code=3)  # without a certificate of ours

    def test_waits_for_the_target(self):
        """--wait-for-model-timeout"""
        port = programs.free_port()
        late = []
        timer = threading.Timer(1.0, lambda: late.append(LlmServer(port=port)))
        self.addCleanup(lambda: [server.end() for server in late])
        timer.start()
        run = self.run_against(None, "--url", f"127.0.0.1:{port}", "--request-count", "1", "--wait-for-model-timeout", "30")
        self.assertEqual(run.summary()["ledger"]["ok"], 1)
        self.run_against(None, "--url", f"127.0.0.1:{programs.free_port()}", "--request-count", "1", code=3)

    def test_stamps_of_the_kernel_or_of_the_program(self):
        """--user-stamps"""
        stamps = [self.run_against(self.server(), "--request-count", "4", *options).summary()["error_budget"]["stamps"]
                  for options in ((), ("--user-stamps",))]
        self.assertGreater(stamps[0]["kernel"], 0)
        self.assertEqual(stamps[1]["kernel"], 0)
        self.assertGreater(stamps[1]["user"], 0)


if __name__ == "__main__":
    case.main()
