"""Targets in TLS: what a certificate's fault is told, and what is measured."""
import os
import pathlib
import statistics
import unittest

import case
import namespaces
import programs
from certificates import Authority
from llm_server import LlmServer

RUN = ("--concurrency", "2", "--request-count", "10", "--isl", "5", "--osl", "4")


class Tls(case.IntegrationTest):
    def setUp(self):
        super().setUp()
        self.authority = Authority(self.directory, "test-authority")

    def serve(self, name: str = "server", client_authority: str | None = None, server: dict | None = None, **sign) -> LlmServer:
        llm = LlmServer(context=self.authority.serve(*self.authority.sign(name, **sign), client_authority), **(server or {}))
        self.addCleanup(llm.end)
        return llm

    def profile_trusting(self, url: str, *options: str, load=RUN):
        return self.profile(url, "run", "--cacert", self.authority.certificate, *load, *options)

    def assert_refused(self, run, fault: str, llm: LlmServer | None = None):
        self.assert_exit(run, 3)
        told = [line for line in run.stderr.splitlines() if "certificate" in line]
        self.assertEqual(len(told), 1, run.told())
        self.assertIn(fault, told[0])
        self.assertEqual(run.stdout, "")
        if llm is not None:
            self.assertEqual(llm.posts(), [])

    def test_an_expired_certificate(self):
        llm = self.serve(days=-1)
        self.assert_refused(self.profile_trusting(llm.url), "has expired", llm)

    def test_a_certificate_for_another_host(self):
        llm = self.serve(subjects="DNS:other.test")
        self.assert_refused(self.profile_trusting(llm.url), "is for another host", llm)

    def test_an_unknown_authority(self):
        llm = self.serve()
        self.assert_refused(self.profile(llm.url, "run", *RUN), "unknown authority", llm)

    def test_a_missing_client_certificate(self):
        llm = self.serve(client_authority=self.authority.certificate)
        run = self.profile_trusting(llm.url)
        self.assert_exit(run, 3)
        self.assertEqual(llm.posts(), [])
        certificate, key = self.authority.sign("client")
        self.assert_exit(self.profile_trusting(llm.url, "--cert", certificate, "--key", key), 0)

    def test_an_unverified_run_says_so(self):
        llm = self.serve(days=-1, subjects="DNS:other.test")
        run = self.profile(llm.url, "run", "--insecure", *RUN)
        self.assert_exit(run, 0)
        self.assertIn("TLS not verified", run.stderr)
        self.assertEqual(run.summary()["ledger"]["ok"], 10)

    def test_the_usual_variable_names_the_authorities(self):
        llm = self.serve()
        child = self.start("barrage", programs.BARRAGE, "profile", "--url", llm.url, "--artifact-dir",
                           str(self.directory / "run"), *RUN, environment={"SSL_CERT_FILE": self.authority.certificate})
        self.assert_exit(self.finished(child, "run"), 0)

    def test_a_fault_that_only_an_agent_sees(self):
        """The agent finds another file where the coordinator found the authority's certificate."""
        for warm in ("--warm-connections", "--no-warm-connections"):
            with self.subTest(warm):
                other = Authority(self.directory, f"other{warm}")
                llm = self.serve(f"server{warm}")
                port = programs.free_port()
                agent = self.start("agent", *namespaces.with_file(
                    other.directory / "ca.pem", self.authority.certificate, programs.AGENT, "--coordinator",
                    f"127.0.0.1:{port}", "--id", "agent-1", "--spool-dir", str(self.directory / f"spool{warm}")))
                run = self.profile_trusting(llm.url, warm, "--expect-agents", "1", "--listen", f"127.0.0.1:{port}")
                agent.end()
                self.assert_refused(run, "SSL certificate problem: unable to get local issuer certificate", llm)
                self.assertIn("agent-1", run.stderr)

    def test_measures_with_the_kernels_stamps(self):
        llm = self.serve(server={"tokens": 20, "gap_s": 0.01})
        run = self.profile_trusting(llm.url, "--export-level", "raw", load=("--concurrency", "4", "--request-count", "40"))
        self.assert_exit(run, 0)
        summary = run.summary()
        self.assertEqual(summary["ledger"]["ok"], 40)
        budget = summary["error_budget"]
        if budget["stamps"]["kernel"] == 0:
            self.skipTest("this kernel gives no receive timestamps")
        print(f"stamps over TLS: {budget['stamps']}, coalesced {budget['coalesced_fraction']:.1%}")
        self.assertLess(budget["stamps"]["user"], 0.05 * budget["stamps"]["kernel"])
        # A record's read takes exactly the record: that alone must not count as more waiting behind it. A busy machine
        # reads late, and then events do share reads.
        self.assertLess(budget["coalesced_fraction"], 0.9)
        # Connections, and with them TLS sessions, are kept: probes and warm-up open one each, requests none.
        self.assertGreaterEqual(summary["metrics"]["http_req_connection_reused"]["avg"], 36)
        # A gap as the server made it against the gap as it was stamped.
        errors_us = []
        for request in run.requests():
            sent = llm.sent[request["metadata"]["x_request_id"]]
            made = [(b - a) / 1e6 for a, b in zip(sent, sent[1:])]
            seen = request["metrics"]["inter_chunk_latency"]["value"]
            self.assertEqual(len(made), len(seen))
            errors_us += [abs(b - a) * 1000 for a, b in zip(made, seen)]
        print(f"gap error over TLS: median {statistics.median(errors_us):.0f} us of {len(errors_us)}")
        self.assertLess(statistics.median(errors_us), 1000)

    def test_new_connections_take_up_sessions(self):
        llm = self.serve()
        run = self.profile_trusting(llm.url, "--connection-reuse-strategy", "never")
        self.assert_exit(run, 0)
        # Ten connections of two streams: but for the first ones each finds a session, unless it comes before the session does.
        self.assertEqual(run.summary()["metrics"]["http_req_connection_reused"]["avg"], 0)
        self.assertGreaterEqual(llm.resumed, 3)

    @unittest.skipIf(os.environ.get("SANITIZED"), "a sanitizer keeps memory of its own")
    def test_memory_of_a_stream(self):
        """Beside gate G9: at most 160 KB resident a stream in TLS, though many authorities are trusted."""
        usual = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")
        trusted = self.directory / "trusted.pem"
        trusted.write_text((usual.read_text() if usual.exists() else "") + pathlib.Path(self.authority.certificate).read_text())
        resident = {}
        # Four seconds: an agent looks at its memory once a second.
        for streams in (10, 210):
            llm = self.serve(f"server-{streams}", server={"tokens": 40, "gap_s": 0.1})
            run = self.profile(llm.url, f"run-{streams}", "--cacert", str(trusted), "--concurrency",
                               str(streams), "--request-count", str(streams), "--isl", "5", "--osl", "40")
            self.assert_exit(run, 0)
            resident[streams] = run.summary()["agents"][0]["resident_bytes_max"]
        each_kb = (resident[210] - resident[10]) / 200 / 1000
        print(f"resident memory of a TLS stream: {each_kb:.0f} KB; load average {os.getloadavg()[0]:.0f}")
        self.assertLess(each_kb, 160)


if __name__ == "__main__":
    case.main()
