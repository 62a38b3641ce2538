"""Agents whose clocks stand elsewhere: the true offset is inside the published bound, and no duration is touched."""
import subprocess
import unittest

import case
import programs

OFFSETS_S = {"agent-1": 0, "agent-2": 4000, "agent-3": 86_400}


def time_namespaces() -> bool:
    try:
        return subprocess.run(["unshare", "-T", "--monotonic", "1", "--fork", "true"], check=False,
                              capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


@unittest.skipUnless(time_namespaces(), "this machine has no time namespaces for us")
class InjectedClocks(case.IntegrationTest):
    def test_the_true_offset_is_inside_the_bound(self):
        sim = self.start_sim("--ttft", "20", "--gap", "2", "--model", "m")
        port = programs.free_port()
        for name, offset_s in OFFSETS_S.items():
            self.start(name, "unshare", "-T", "--monotonic", str(offset_s), "--fork", "--kill-child", programs.AGENT,
                       "--coordinator", f"127.0.0.1:{port}", "--id", name, "--spool-dir", str(self.directory / name))
        run = self.finished(self.start_profile(sim.url, "run", "--model", "m", "--concurrency", "6", "--benchmark-duration",
                                               "3", "--osl", "10", "--expect-agents", "3", "--listen", f"127.0.0.1:{port}"),
                            "run")
        self.assert_exit(run, 0)
        summary = run.summary()
        self.assert_ledger_balances(summary)
        for agent in summary["agents"]:
            true_ns = -OFFSETS_S[agent["id"]] * 10**9  # coordinator − agent
            clock = agent["clock"]
            for name, fit in (("at t0", clock), *((stage, clock[stage]) for stage in ("before", "during", "after"))):
                with self.subTest(agent=agent["id"], when=name):
                    self.assertLessEqual(abs(fit["offset_ns"] - true_ns), fit["bound_ns"])
            self.assertEqual(clock["residual_ns"], 0)
        # All agents began together on the common axis, and a day's offset is in no duration.
        self.assertLess(summary["metrics"]["benchmark_duration"]["avg"], 30)
        self.assertLess(summary["metrics"]["request_latency"]["max"], 10_000)
        starts = [line["metadata"]["request_start_ns"] for line in run.requests()]
        self.assertLess(max(starts) - min(starts), 30 * 10**9)


if __name__ == "__main__":
    case.main()
