"""What arrives at the server, by its own journal, is the load that was asked for. Arrivals are the kernel's stamps there.

A busy machine delays some requests by milliseconds, which the tests allow for: they ask for rates whose mean gap is far above that,
and look at medians and at sums over the whole run."""
import collections
import json
import statistics

import case
import ks
from load_case import MS, LoadTest, median_ms, timed

QUICK = ("--isl", "20", "--osl", "2")


def gaps_s(seen) -> list[float]:
    return [(b.arrival_ns - a.arrival_ns) / 1e9 for a, b in zip(seen, seen[1:])]


class Arrivals(LoadTest):
    def assert_integral(self, seen, expected):
        """`expected(t)`: how many arrivals there should be by t seconds after the first. At every twentieth of the run the
        count is within 1 % of the whole, and one for what is a whole number of requests."""
        zero_ns, total = seen[0].arrival_ns, len(seen)
        length_s = (seen[-1].arrival_ns - zero_ns) / 1e9
        for step in range(1, 21):
            at_s = length_s * step / 20
            count = sum(one.arrival_ns - zero_ns <= at_s * 1e9 for one in seen)
            self.assertAlmostEqual(count, expected(at_s), delta=0.01 * total + 1, msg=f"{at_s:.3f} s")

    @timed
    def test_poisson(self):
        run, seen = self.load("--request-rate", "50", "--request-count", "500", *QUICK, agents=3)
        self.assert_all_ok(run, 500)
        p = ks.p_value(gaps_s(seen), ks.exponential(0.02))
        print(f"Poisson: p = {p:.3f} of {len(seen) - 1} gaps")
        self.assertGreater(p, 0.01)
        # The test tells: such gaps are neither gamma of shape 2 nor of another rate.
        self.assertLess(ks.p_value(gaps_s(seen), ks.erlang2(0.02)), 0.01)
        self.assertLess(ks.p_value(gaps_s(seen), ks.exponential(0.024)), 0.01)

    @timed
    def test_gamma(self):
        for smoothness, cdf in (("2", ks.erlang2(0.02)), ("0.5", ks.gamma_half(0.02))):
            run, seen = self.load("--request-rate", "50", "--request-distribution", "gamma", "--arrival-smoothness", smoothness,
                                  "--request-count", "400", *QUICK)
            self.assert_all_ok(run, 400)
            p = ks.p_value(gaps_s(seen), cdf)
            print(f"gamma {smoothness}: p = {p:.3f} of {len(seen) - 1} gaps")
            self.assertGreater(p, 0.01, smoothness)
            self.assertLess(ks.p_value(gaps_s(seen), ks.exponential(0.02)), 0.01)

    @timed
    def test_stages(self):
        # 60 in 2 s, then 2 s from 20 to 100 (120), then 1 s at 50.
        run, seen = self.load("--stage", "30@2", "20-100@2", "50@1", "--request-distribution", "constant", *QUICK)
        self.assert_all_ok(run, 230)

        def expected(t):
            if t < 2:
                return 1 + 30 * t
            if t < 4:
                return 1 + 60 + 20 * (t - 2) + 40 * (t - 2) ** 2 / 2
            return 1 + 180 + 50 * (t - 4)

        self.assert_integral(seen, expected)

    @timed
    def test_rising_rate(self):
        # N(t) = 20 t² up to 2 s (80 arrivals), then 80 a second.
        run, seen = self.load("--request-rate", "80", "--request-rate-ramp-duration", "2", "--request-distribution", "constant",
                              "--request-count", "240", *QUICK)
        self.assert_all_ok(run, 240)
        self.assert_integral(seen, lambda t: 1 + (20 * t * t if t < 2 else 80 + 80 * (t - 2)))

    @timed
    def test_rising_concurrency(self):
        # Answers outlast the rise: each arrival is a slot that opened, the k-th of 13 at k · 3 / 12 s.
        sim = self.start_sim("--journal-bodies", "--ttft", "10", "--gap", "50")
        run, seen = self.load("--concurrency", "13", "--concurrency-ramp-duration", "3", "--request-count", "13", "--isl", "20",
                              "--osl", "80", "--extra-inputs", "ignore_eos:true", sims=[sim], agents=3)
        self.assert_all_ok(run, 13)
        opened_s = [(one.arrival_ns - seen[0].arrival_ns) / 1e9 for one in seen]
        integral = sum(3 - at_s for at_s in opened_s)
        self.assertAlmostEqual(integral, 13 * 3 / 2, delta=0.01 * 13 * 3 / 2)
        late_ms = [(at_s - k * 0.25) * 1e3 for k, at_s in enumerate(opened_s)]
        self.assertLess(abs(statistics.median(late_ms)), 10, late_ms)

    @timed
    def test_loops_of_one_agent_share_slots_and_users(self):
        sim = self.start_sim("--journal-bodies", "--ttft", "10", "--gap", "50")
        _, seen = self.load("--concurrency", "7", "--concurrency-ramp-duration", "1.5", "--request-count", "7", "--isl", "20",
                            "--osl", "50", "--loops", "2", sims=[sim])
        late_ms = [(one.arrival_ns - seen[0].arrival_ns) / MS - k * 250 for k, one in enumerate(seen)]
        self.assertLess(abs(statistics.median(late_ms)), 10, late_ms)
        run, seen = self.load("--user-centric-rate", "40", "--num-users", "5", "--request-count", "60", *QUICK, "--loops", "2")
        self.assert_all_ok(run, 60)
        self.assertAlmostEqual(median_ms(user_distances_ns(seen, 5)), 125, delta=5)
        # 100 a second, each 60 ms or more, through three slots of two loops.
        sim = self.start_sim("--journal-bodies", "--ttft", "10", "--gap", "50")
        run, seen = self.load("--request-rate", "100", "--concurrency", "3", "--request-count", "60", *QUICK, "--loops", "2",
                              sims=[sim])
        self.assert_all_ok(run, 60)
        self.assertEqual(most_in_flight(seen), 3)

    @timed
    def test_capped_rate_says_what_the_cap_cost(self):
        # 40 a second, each taking 100 ms, through two slots: 20 a second get through. Request i is due at i / 40 s and sent at
        # about i / 20 s, so the last of 60 waits 59 / 40 s.
        sim = self.start_sim("--journal-bodies", "--ttft", "50", "--gap", "50")
        run, seen = self.load("--request-rate", "40", "--request-distribution", "constant", "--concurrency", "2",
                              "--request-count", "60", "--isl", "20", "--osl", "2", sims=[sim])
        self.assert_all_ok(run, 60)
        self.assertLessEqual(most_in_flight(seen), 2)
        metrics = run.summary()["metrics"]
        waited = metrics["http_req_blocked"]
        self.assertEqual(waited["count"], 60)
        self.assertEqual(waited["min"], 0)
        self.assertGreater(waited["max"], 0.9 * 1475)
        # What is left of dispatched − intended is lag, and little.
        self.assertLess(metrics["schedule_lag"]["p50"], 10)
        self.assertEqual(self.intended_ns(run), [i * 25_000_000 for i in range(60)])

    @timed
    def test_users_ask_at_even_distances(self):
        run, seen = self.load("--user-centric-rate", "40", "--num-users", "8", "--request-count", "160", *QUICK, agents=2)
        self.assert_all_ok(run, 160)
        distances = user_distances_ns(seen, 8)
        self.assertEqual(len(distances), 160 - 8)
        self.assertAlmostEqual(median_ms(distances), 200, delta=5)
        offsets = [(one.arrival_ns - seen[0].arrival_ns) / MS - one.index * 25 for one in seen]
        self.assertLess(abs(statistics.median(offsets)), 10)

    @timed
    def test_a_user_who_waits_for_an_answer_asks_when_it_is_there(self):
        # Answers take 150 ms, users would ask each 100 ms.
        sim = self.start_sim("--journal-bodies", "--ttft", "100", "--gap", "50")
        run, seen = self.load("--user-centric-rate", "40", "--num-users", "4", "--request-count", "48", "--isl", "20", "--osl",
                              "2", sims=[sim])
        self.assert_all_ok(run, 48)
        for user in range(4):
            own = [one for one in seen if one.index % 4 == user]
            for before, after in zip(own, own[1:]):
                self.assertGreater(after.arrival_ns, before.last_write_ns, "a user had two requests in flight")
        self.assertAlmostEqual(median_ms(user_distances_ns(seen, 4)), 150, delta=15)

    @timed
    def test_fixed_schedule_with_a_part_and_a_speed(self):
        path = self.directory / "trace.jsonl"
        path.write_text("".join(json.dumps({"timestamp": 100 * n, "text": f"question {n}"}) + "\n" for n in range(60)))
        run, seen = self.load("--input-file", str(path), "--fixed-schedule", "--fixed-schedule-start-offset", "1000",
                              "--fixed-schedule-end-offset", "5000", "--synthesis-speedup-ratio", "2", "--osl", "2")
        self.assert_all_ok(run, 41)
        self.assertEqual([json.loads(one.body)["messages"][0]["content"] for one in sorted(seen, key=lambda one: one.index)],
                         [f"question {n}" for n in range(10, 51)])
        self.assert_integral(seen, lambda t: 1 + 20 * t)

    @timed
    def test_cancellation(self):
        # Whole answers take 10 + 49 · 20 ms = 0.99 s.
        sim = self.start_sim("--journal-bodies", "--ttft", "10", "--gap", "20")
        run, seen = self.load("--request-rate", "60", "--request-count", "240", "--request-cancellation-rate", "30",
                              "--request-cancellation-delay", "0.4", "--isl", "20", "--osl", "50", sims=[sim], agents=2)
        outcomes = collections.Counter(self.outcomes(run).values())
        self.assertEqual(outcomes["ok"] + outcomes["cancelled_by_plan"], 240, outcomes)
        # Binomial: 72 ± √(240 · 0.3 · 0.7) = 7.1; three of them.
        self.assertAlmostEqual(outcomes["cancelled_by_plan"], 72, delta=21)
        told = {index for index, outcome in self.outcomes(run).items() if outcome == "cancelled_by_plan"}
        self.assertEqual({one.index for one in seen if one.ended == "client_closed"}, told)
        # The server's last event before it saw the connection close.
        heard_ms = [(one.last_write_ns - one.arrival_ns) / MS for one in seen if one.index in told]
        self.assertAlmostEqual(statistics.median(heard_ms), 390, delta=25)

    def test_cancellation_at_once(self):
        sim = self.start_sim("--journal-bodies", "--ttft", "100", "--gap", "20")
        run, seen = self.load("--concurrency", "4", "--request-count", "40", "--request-cancellation-rate", "50", "--isl", "20",
                              "--osl", "4", sims=[sim])
        told = {index for index, outcome in self.outcomes(run).items() if outcome == "cancelled_by_plan"}
        self.assertAlmostEqual(len(told), 20, delta=10)  # 20 ± √(40 · 0.5 · 0.5) = 3.2; three of them
        self.assertLessEqual(told, {one.index for one in seen})  # each was sent
        self.assertTrue(all(one.ended == "client_closed" for one in seen if one.index in told))


def most_in_flight(seen) -> int:
    changes = sorted([(one.arrival_ns, 1) for one in seen] + [(one.last_write_ns, -1) for one in seen])
    level = most = 0
    for _, change in changes:
        level += change
        most = max(most, level)
    return most


def user_distances_ns(seen, users: int) -> list[int]:
    """Between one question of a user and its next, over all users. Request i is user i mod `users`'s."""
    by_user = collections.defaultdict(list)
    for one in seen:
        by_user[one.index % users].append(one.arrival_ns)
    return [b - a for times in by_user.values() for a, b in zip(times, times[1:])]


if __name__ == "__main__":
    case.main()
