"""Every shape of load is the same work for any number of agents: the same bodies, at the same times, to the same targets."""
import collections
import itertools
import json

import case
from load_case import LoadTest

AGENTS = (1, 2, 3, 7)
PROMPTS = ("--isl", "30", "--isl-stddev", "8", "--num-prompts", "40", "--osl", "4")


class LoadShapes(LoadTest):
    def assert_same_for_any_number_of_agents(self, *options: str, count: int, timed: bool = True, **more):
        """Returns the run of one agent and what the servers saw of it."""
        first = None
        for agents in AGENTS:
            with self.subTest(agents=agents):
                run, seen = self.load(*options, "--warmup-request-count", "5", agents=agents, **more)
                self.assert_all_ok(run, count)
                self.assertEqual(sorted(one.index for one in seen), list(range(count)))
                self.assertEqual(sorted(one.index for one in self.seen_in_warmup), [-5, -4, -3, -2, -1])
                bodies = collections.Counter((one.index, one.body) for one in seen)
                intended = self.intended_ns(run) if timed else None
                if first is None:
                    first = (run, seen, bodies, intended)
                self.assertEqual(bodies, first[2])
                self.assertEqual(intended, first[3])
        return first[0], first[1], first[3]

    def test_gamma(self):
        self.assert_same_for_any_number_of_agents("--request-rate", "60", "--arrival-smoothness", "0.5", "--request-count",
                                                  "100", *PROMPTS, count=100)

    def test_stages(self):
        _, _, intended = self.assert_same_for_any_number_of_agents(
            "--stage", "20@1", "--stage", "10-80@1", "--request-distribution", "constant", *PROMPTS, count=65)
        self.assertEqual(intended[:21], [i * 50_000_000 for i in range(21)])

    def test_rising_rate(self):
        self.assert_same_for_any_number_of_agents("--request-rate", "60", "--request-rate-ramp-duration", "1",
                                                  "--request-count", "80", *PROMPTS, count=80)

    def test_capped_rate(self):
        # 80 a second, each 9 ms or more, through four slots.
        _, _, intended = self.assert_same_for_any_number_of_agents(
            "--request-rate", "80", "--request-distribution", "constant", "--concurrency", "4", "--request-count", "80",
            *PROMPTS, count=80)
        self.assertEqual(intended, [i * 12_500_000 for i in range(80)])

    def test_rising_concurrency(self):
        self.assert_same_for_any_number_of_agents("--concurrency", "9", "--concurrency-ramp-duration", "0.8",
                                                  "--request-count", "90", *PROMPTS, count=90, timed=False)

    def test_users(self):
        _, _, intended = self.assert_same_for_any_number_of_agents(
            "--user-centric-rate", "50", "--num-users", "10", "--request-count", "75", *PROMPTS, count=75)
        self.assertEqual(intended, [i * 20_000_000 for i in range(75)])

    def test_fixed_schedule(self):
        times_ms = [0, 3, 3, 40, 41.5, 90, 90, 90, 300, 610, 611, 900]
        lines = [json.dumps({"timestamp": 1000 + time, "text": f"question {n}", "output_length": 3})
                 for n, time in enumerate(times_ms)]
        path = self.directory / "schedule.jsonl"
        path.write_text("\n".join(reversed(lines)) + "\n")
        schedule = ("--input-file", str(path), "--fixed-schedule", "--fixed-schedule-auto-offset")
        run, seen, intended = self.assert_same_for_any_number_of_agents(*schedule, count=len(times_ms))
        self.assertEqual(intended, [round(time * 1e6) for time in times_ms])
        self.assertTrue(run.directory.name.endswith("-fixed_schedule"), run.directory)
        # Those of one time in the order of the file, which is the reverse here.
        asked = [json.loads(one.body)["messages"][0]["content"] for one in sorted(seen, key=lambda one: one.index)]
        self.assertEqual(asked, [f"question {n}" for n in (0, 2, 1, 3, 4, 7, 6, 5, 8, 9, 10, 11)])

    def test_several_urls_and_models_and_cancellation(self):
        options = ("--concurrency", "6", "--request-count", "120", "--request-cancellation-rate", "25",
                   "--request-cancellation-delay", "0.1", "--isl", "30", "--num-prompts", "40", "--osl", "30")
        first = None
        for agents in AGENTS:
            with self.subTest(agents=agents):
                # 5 + 29 · 10 ms, three times the delay.
                sims = [self.start_sim("--journal-bodies", "--ttft", "5", "--gap", "10") for _ in range(2)]
                run, seen = self.load(*options, agents=agents, sims=sims, models=("a", "b"))
                work = {one.index: (one.server, one.body) for one in seen}
                cancelled = {index for index, outcome in self.outcomes(run).items() if outcome == "cancelled_by_plan"}
                self.assertEqual(sorted(work), list(range(120)))
                first = first or (work, cancelled)
                self.assertEqual(work, first[0])
                self.assertEqual(cancelled, first[1])
                for sim in sims:
                    sim.end()

    def test_random_models(self):
        seen_by = []
        for agents in (1, 3):
            sims = [self.start_sim("--journal-bodies", "--ttft", "1", "--gap", "1")]
            _, seen = self.load("--concurrency", "6", "--request-count", "90", "--model-selection-strategy", "random", *PROMPTS,
                                agents=agents, sims=sims, models=("a", "b", "c"))
            seen_by.append({one.index: one.model for one in seen})
        self.assertEqual(*seen_by)
        counts = collections.Counter(seen_by[0].values())
        # Binomial: 30 ± √(90 · 1/3 · 2/3) = 4.5; four of them.
        for model, count in itertools.product("abc", [counts]):
            self.assertAlmostEqual(count[model], 30, delta=18)


if __name__ == "__main__":
    case.main()
