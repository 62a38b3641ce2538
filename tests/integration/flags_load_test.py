"""Options of the load show what they do: how many at once, how fast, for how long, and when it is cut."""
import statistics
import time

import case
import flags_case
from flags_case import BRIEF


def busy(seen):
    return (503, {}, '{"error": {"message": "as asked"}}') if seen.method == "POST" else None


class FlagsOfTheLoad(flags_case.FlagsTest):
    def test_how_many_at_once(self):
        """--concurrency --local-agents --loops"""
        server = self.server(gap_s=0.05)
        run = self.run_against(server, "--concurrency", "3", "--request-count", "9", "--local-agents", "2", "--loops", "2")
        self.assertEqual(server.most_in_flight, 3)
        self.assertEqual([agent["loops"] for agent in run.summary()["agents"]], [2, 2])

    def test_rates_and_their_shapes(self):
        """--request-rate --request-distribution --arrival-smoothness --request-rate-ramp-duration --stage"""
        def gaps(*options):
            offsets = self.offsets(self.run_against(self.server(), "--request-count", "30", *options))
            return [later - earlier for earlier, later in zip(offsets, offsets[1:])]
        constant = gaps("--request-rate", "30", "--request-distribution", "constant")
        self.assertAlmostEqual(statistics.median(constant), 1 / 30, delta=0.001)
        smooth = gaps("--request-rate", "30", "--arrival-smoothness", "20")
        bursty = gaps("--request-rate", "30", "--arrival-smoothness", "0.2")
        self.assertLess(statistics.pstdev(smooth), statistics.pstdev(bursty))
        ramp = gaps("--request-rate", "30", "--request-distribution", "constant", "--request-rate-ramp-duration", "2")
        self.assertGreater(sum(ramp[:10]), 2 * sum(ramp[-10:]))
        staged = self.run_against(self.server(), "--stage", "10@1", "30@1", "--request-distribution", "constant")
        counts = [sum(low <= offset < low + 1 for offset in self.offsets(staged)) for low in (-0.05, 0.95)]
        self.assertAlmostEqual(counts[0], 10, delta=1)
        self.assertAlmostEqual(counts[1], 30, delta=1)

    def test_schedules_of_a_file(self):
        """--fixed-schedule --fixed-schedule-auto-offset --fixed-schedule-start-offset --fixed-schedule-end-offset --synthesis-speedup-ratio"""
        path = self.directory / "schedule.jsonl"
        path.write_text("".join(f'{{"timestamp": {time_ms}, "text": "at {time_ms}"}}\n' for time_ms in (4000, 4200, 4400, 4600, 6000)))

        def sent(*options):
            server = self.server()
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
        server = self.server(gap_s=0.01)
        run = self.run_against(server, "--user-centric-rate", "10", "--num-users", "5", "--request-count", "20")
        self.assertEqual(run.summary()["ledger"]["ok"], 20)
        self.assertTrue(1 < self.offsets(run)[-1] < 10)  # 20 at 10 a second
        server = self.server(gap_s=0.3)
        run = self.run_against(server, "--concurrency", "4", "--concurrency-ramp-duration", "2", "--request-count", "8")
        first = self.offsets(run)[:4]
        self.assertGreater(first[3] - first[0], 0.5)

    def test_how_long(self):
        """--benchmark-duration --measurement-interval --benchmark-grace-period --cut-at-end"""
        for options in (("--benchmark-duration", "1"), ("--measurement-interval", "1000")):
            run = self.run_against(self.server(gap_s=0.01), *options)
            seconds = run.summary()["metrics"]["benchmark_duration"]["avg"]
            self.assertTrue(0.8 < seconds < 10, seconds)
        outcomes = {}
        for name, options in (("drained", ()), ("cut", ("--cut-at-end",)), ("short", ("--benchmark-grace-period", "0.1"))):
            run = self.run_against(self.server(gap_s=0.3), "--benchmark-duration", "0.5", "--osl", "6", *options,
                                   code=0 if name == "drained" else 5)
            outcomes[name] = run.summary()["ledger"]
        self.assertEqual((outcomes["drained"]["ok"], outcomes["drained"]["cancelled_at_end"]), (1, 0))
        self.assertEqual((outcomes["cut"]["ok"], outcomes["cut"]["cancelled_at_end"]), (0, 1))
        self.assertEqual((outcomes["short"]["ok"], outcomes["short"]["cancelled_at_end"]), (0, 1))

    def test_warm_ups(self):
        """--warmup-request-count --warmup-duration"""
        server = self.server()
        run = self.run_against(server, "--request-count", "3", "--warmup-request-count", "2")
        self.assertEqual((len(server.posts()), run.summary()["ledger"]["scheduled"]), (5, 3))
        self.assertEqual(run.summary()["ledger"]["warmup"]["ok"], 2)
        server = self.server(gap_s=0.02)
        run = self.run_against(server, "--request-count", "3", "--warmup-duration", "0.5")
        self.assertGreater(run.summary()["ledger"]["warmup"]["ok"], 2)

    def test_requests_that_take_too_long(self):
        """--request-timeout-seconds --no-progress-timeout"""
        server = self.server(gap_s=0.4)
        for options in (("--request-timeout-seconds", "0.6"), ("--no-progress-timeout", "0.2")):
            run = self.run_against(server, "--request-count", "2", *options, code=5)
            self.assertEqual(run.summary()["ledger"]["timeout"], 2, options)

    def test_requests_are_cancelled(self):
        """--request-cancellation-rate --request-cancellation-delay"""
        server = self.server(gap_s=0.1)
        run = self.run_against(server, "--request-count", "6", "--osl", "20", "--concurrency", "6", "--request-cancellation-rate", "100",
                               "--request-cancellation-delay", "0.5", code=5)
        self.assertEqual(run.summary()["ledger"]["cancelled_by_plan"], 6)
        requests = server.posts()
        self.eventually("the server notices", lambda: all(request.until for request in requests), 10)
        for request in requests:
            self.assertTrue(request.cut)
            self.assertGreater(request.until - request.at, 0.3)

    def test_failures_stop_a_run(self):
        """--max-error-rate --on-target-loss"""
        run = self.run_against(self.server(refuse=busy), "--request-count", "50", "--max-error-rate", "10", code=5)
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


if __name__ == "__main__":
    case.main()
