"""Proxies of the environment: obeyed, told, and left alone where the environment or the user says so."""
import case
import programs
from llm_server import LlmServer

RUN = ("--model", "m", "--concurrency", "2", "--request-count", "6", "--isl", "5", "--osl", "4")
FAR = "http://llm.test:8000"  # a name that nobody here can resolve


class Proxy(case.IntegrationTest):
    def serve(self) -> LlmServer:
        llm = LlmServer()
        self.addCleanup(llm.end)
        return llm

    def run_with(self, url: str, environment: dict[str, str], *options: str):
        child = self.start("barrage", programs.BARRAGE, "profile", "--url", url, "--artifact-dir",
                           str(self.directory / "run"), *RUN, *options, environment=environment)
        return self.finished(child, "run")

    def test_obeyed_and_told(self):
        """The proxy answers for the target itself: what reaches it came its way."""
        proxy = self.serve()
        run = self.run_with(FAR, {"http_proxy": proxy.url.replace("http://", "http://user:hidden-word@")})
        self.assert_exit(run, 0)
        self.assertEqual({seen.path for seen in proxy.posts()}, {FAR + "/v1/chat/completions"})
        self.assertEqual(len(proxy.posts()), 6)
        self.assertIn("proxy-authorization", proxy.posts()[0].headers)
        self.assertIn("warning: requests go through the proxy of http_proxy, and its delays count; --no-proxy avoids it",
                      run.stderr)
        self.assertIn(f"through the proxy http://[redacted]@127.0.0.1:{proxy.port} of http_proxy", run.stderr)
        self.assertNotIn("hidden-word", run.stderr + run.stdout)
        for name, content in run.files().items():
            self.assertNotIn(b"hidden-word", content, name)

    def test_spares_what_no_proxy_names(self):
        llm, proxy = self.serve(), self.serve()
        run = self.run_with(llm.url, {"HTTP_PROXY": proxy.url, "NO_PROXY": "example.org,127.0.0.1"})
        self.assert_exit(run, 0)
        self.assertEqual((len(llm.posts()), proxy.seen), (6, []))
        self.assertNotIn("proxy", run.stderr)

    def test_left_alone_when_not_wanted(self):
        llm, proxy = self.serve(), self.serve()
        run = self.run_with(llm.url, {"http_proxy": proxy.url, "ALL_PROXY": proxy.url}, "--no-proxy")
        self.assert_exit(run, 0)
        self.assertEqual((len(llm.posts()), proxy.seen), (6, []))

    def test_a_proxy_that_is_gone_is_named(self):
        port = programs.free_port()
        run = self.run_with(FAR, {"http_proxy": f"http://127.0.0.1:{port}"})
        self.assert_exit(run, 3)
        self.assertIn("http_proxy", run.stderr)


if __name__ == "__main__":
    case.main()
