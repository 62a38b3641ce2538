"""Options of the fleet show what they do, with agents that dial in."""
import signal

import case
import flags_case
import programs
from certificates import Authority
from flags_case import BRIEF


class FlagsOfTheFleet(flags_case.FlagsTest):
    def test_agents_that_dial_in(self):
        """--expect-agents --listen --agents-timeout --on-missing-agents"""
        port = programs.free_port()
        self.start_agents(1, port)
        listen = ("--listen", f"127.0.0.1:{port}", "--expect-agents", "2", "--agents-timeout", "2", "--request-count", "4")
        run = self.run_against(self.server(), *listen, "--on-missing-agents", "fail", code=4)
        self.assertLess(run.seconds, case.QUICK_S)
        run = self.run_against(self.server(), *listen, "--on-missing-agents", "proceed")
        self.assertEqual([agent["id"] for agent in run.summary()["agents"]], ["agent-1"])

    def test_agents_that_are_lost(self):
        """--on-agent-loss --strict"""
        ended = {}
        for policy in ("stop", "continue"):
            server = self.server(gap_s=0.02)
            port = programs.free_port()
            agents = self.start_agents(2, port)
            run = self.start_profile(server.url, policy, "--model", "m", *BRIEF, "--concurrency", "2", "--benchmark-duration", "12",
                                     "--expect-agents", "2", "--listen", f"127.0.0.1:{port}", "--on-agent-loss", policy)
            self.eventually("requests arrive", lambda: len(server.posts()) > 4, case.QUICK_S)
            agents[0].signal(signal.SIGKILL)
            ended[policy] = run, server
        for policy, code in (("stop", 4), ("continue", 0)):
            run = self.finished(ended[policy][0], policy)
            self.assert_exit(run, code)
            self.assertIn("agent_lost", self.reasons(run.summary()))
        # That one is DEGRADED.
        self.assert_exit(self.barrage("report", str(run.directory), "--strict"), 5)
        self.assertGreater(len(ended["continue"][1].posts()), len(ended["stop"][1].posts()))

    def test_the_program_of_the_agents(self):
        """--agent-binary --orphan-timeout"""
        program = self.directory / "agent"
        program.write_text(f'#!/bin/sh\necho "$@" > {self.directory}/words\nexec {programs.AGENT} "$@"\n')
        program.chmod(0o755)
        self.run_against(self.server(), "--request-count", "1", "--agent-binary", str(program), "--orphan-timeout", "7")
        self.assertRegex((self.directory / "words").read_text(), r"--orphan-timeout[ =]7")

    def test_agents_prove_themselves(self):
        """--run-token-file --tls-cert --tls-key --tls-ca"""
        authority = Authority(self.directory, "authority")
        certificate, key = authority.sign("server")
        own_certificate, own_key = authority.sign("agent")
        token, wrong = self.directory / "token", self.directory / "wrong"
        token.write_text("right\n")
        wrong.write_text("wrong\n")
        server = self.server()
        for agent_token, patience_s, code in ((wrong, 4, 4), (token, 60, 0)):
            port = programs.free_port()
            agent = self.start("agent", programs.AGENT, "--coordinator", f"127.0.0.1:{port}", "--spool-dir", str(self.directory / "spool"),
                               "--run-token-file", str(agent_token), "--tls-ca", authority.certificate, "--tls-cert", own_certificate,
                               "--tls-key", own_key)
            self.run_against(server, "--request-count", "2", "--expect-agents", "1", "--agents-timeout", str(patience_s), "--listen",
                             f"127.0.0.1:{port}", "--run-token-file", str(token), "--tls-ca", authority.certificate, "--tls-cert",
                             certificate, "--tls-key", key, code=code)
            agent.end()
        self.assertEqual(len(server.posts()), 2)


if __name__ == "__main__":
    case.main()
