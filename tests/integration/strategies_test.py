"""Where requests go, by the servers' own journals: strategies over URLs and models, and which connections they use."""
import collections

import case
from load_case import LoadTest

QUICK = ("--isl", "20", "--osl", "2")


class Strategies(LoadTest):
    def start_sims(self, count: int, *options: str):
        return [self.start_sim("--journal-bodies", "--ttft", "2", "--gap", "1", *options) for _ in range(count)]

    def test_round_robin_over_urls_and_models_pairs_nothing_up(self):
        run, seen = self.load("--concurrency", "4", "--request-count", "240", "--num-prompts", "20", *QUICK,
                              sims=self.start_sims(2), models=("a", "b"), agents=3)
        self.assert_all_ok(run, 240)
        by_index = sorted(seen, key=lambda one: one.index)
        self.assertEqual([one.server for one in by_index[:8]], [0, 1, 0, 1, 0, 1, 0, 1])
        self.assertEqual([one.model for one in by_index[:8]], ["a", "b", "b", "a", "a", "b", "b", "a"])
        pairs = collections.Counter((one.server, one.model) for one in seen)
        self.assertEqual(set(pairs.values()), {60}, pairs)
        # 12 passes through 20 prompts: each prompt met each of the four pairs three times.
        met = collections.Counter((one.index % 20, one.server, one.model) for one in seen)
        self.assertEqual((len(met), set(met.values())), (80, {3}))

    def test_least_loaded_leaves_the_slow_server_alone(self):
        # One takes 1 s an answer, the other 5 ms: the slow one never has more than half of the eight.
        sims = [self.start_sim("--journal-bodies", "--ttft", "900", "--gap", "100"), *self.start_sims(1)]
        run, seen = self.load("--concurrency", "8", "--request-count", "160", "--url-strategy", "least_loaded", "--local-agents",
                              "1", "--loops", "1", *QUICK, sims=sims)
        self.assert_all_ok(run, 160)
        slow = [one for one in seen if one.server == 0]
        changes = sorted([(one.arrival_ns, 1) for one in slow] + [(one.last_write_ns, -1) for one in slow])
        level, most = 0, 0
        for _, change in changes:
            level += change
            most = max(most, level)
        self.assertGreater(len(slow), 0)
        self.assertLessEqual(most, 5)
        self.assertLess(len(slow), 40)
        self.assertTrue(any("least_loaded" in note for note in run.summary()["notes"]), run.summary()["notes"])

    def test_sticky_keeps_a_prompt_and_a_user_to_one_server(self):
        _, seen = self.load("--concurrency", "4", "--request-count", "90", "--num-prompts", "9", "--url-strategy", "sticky",
                            *QUICK, sims=self.start_sims(2), agents=2)
        self.assertTrue(all(one.server == one.index % 9 % 2 for one in seen))
        _, seen = self.load("--user-centric-rate", "60", "--num-users", "6", "--request-count", "60", "--url-strategy", "sticky",
                            *QUICK, sims=self.start_sims(2), agents=2)
        self.assertEqual(len(seen), 60)
        self.assertTrue(all(one.server == one.index % 6 % 2 for one in seen))

    def test_connections(self):
        options = ("--request-count", "60", *QUICK)
        rate = ("--request-rate", "100", "--request-distribution", "constant", "--concurrency", "6")
        _, seen = self.load(*rate, *options, "--connection-reuse-strategy", "pooled")
        self.assertLessEqual(len({one.connection for one in seen}), 12)
        for strategy in ("never", "sticky-user-sessions"):  # a single question is a session of its own
            _, seen = self.load(*rate, *options, "--connection-reuse-strategy", strategy)
            self.assertEqual(len({one.connection for one in seen}), 60, strategy)

    def test_a_user_has_a_connection_of_their_own(self):
        _, seen = self.load("--user-centric-rate", "60", "--num-users", "6", "--request-count", "90", *QUICK,
                            "--connection-reuse-strategy", "sticky-user-sessions")
        users = collections.defaultdict(set)
        for one in seen:
            users[one.connection].add(one.index % 6)
        self.assertTrue(all(len(who) == 1 for who in users.values()), users)
        self.assertEqual(len(users), 6)


if __name__ == "__main__":
    case.main()
