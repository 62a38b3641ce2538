"""The same seed gives the same work, however many agents share it."""
import collections
import itertools

import case

AGENTS = (1, 2, 3, 7)
PROMPTS = ("--isl", "40", "--isl-stddev", "10", "--num-prompts", "50", "--osl", "4", "--random-seed", "7")


class SameWork(case.IntegrationTest):
    runs = itertools.count()

    def received(self, agents: int, *options: str):
        """Runs on a fresh simulator. Returns the run and the multiset of the bodies it received for requests of the run."""
        sim = self.start_sim("--journal-bodies", "--ttft", "5", "--gap", "1", "--model", "m")
        run = self.profile(sim.url, f"with-{agents}-of-{next(self.runs)}", "--model", "m", *PROMPTS, *options, agents=agents)
        self.assert_exit(run, 0)
        summary = run.summary()
        self.assert_ledger_balances(summary)
        self.assertEqual(summary["ledger"]["scheduled"], summary["ledger"]["ok"], run.told())
        ids = {request["metadata"]["x_request_id"] for request in run.requests()}
        bodies = [entry["body"] for entry in sim.journal() if entry["request_id"] in ids]
        self.assertEqual(len(bodies), summary["ledger"]["scheduled"])
        sim.end()
        return run, collections.Counter(bodies)

    def test_closed_loop_sends_the_same_bodies(self):
        _, one = self.received(1, "--concurrency", "10", "--request-count", "130")
        self.assertEqual(one.total(), 130)
        self.assertGreater(len(one), 40)  # 50 prompts, each used two or three times
        for agents in AGENTS[1:]:
            with self.subTest(agents=agents):
                run, bodies = self.received(agents, "--concurrency", "10", "--request-count", "130")
                self.assertEqual(bodies, one)
                self.assertEqual(len(run.summary()["ledger"]["agents"]), agents)

    def test_open_loop_sends_the_same_bodies_at_the_same_offsets(self):
        for arrival in ("constant", "poisson"):
            load = ("--request-rate", "60", "--request-distribution", arrival, "--request-count", "120")
            one_run, one = self.received(1, *load)
            offsets = self.offsets(one_run)
            self.assertEqual(len(offsets), 120)
            self.assertEqual(offsets, sorted(offsets))
            for agents in AGENTS[1:]:
                with self.subTest(arrival=arrival, agents=agents):
                    run, bodies = self.received(agents, *load)
                    self.assertEqual(bodies, one)
                    self.assertEqual(self.offsets(run), offsets)

    def test_open_loop_gives_request_i_to_agent_i_mod_n(self):
        run, _ = self.received(3, "--request-rate", "60", "--request-count", "31")
        counts = [row["scheduled"] for _, row in sorted(run.summary()["ledger"]["agents"].items())]
        self.assertEqual(counts, [11, 10, 10])
        for request in run.requests():
            index = index_of(request)
            self.assertEqual(request["metadata"]["agent_id"], f"agent-{1 + index % 3}", request)

    def test_seven_agents_share_ten_slots_exactly(self):
        # Slot s of 10 belongs to agent s mod 7: three agents hold two slots, four hold one; request i goes to slot i mod 10's.
        run, _ = self.received(7, "--concurrency", "10", "--request-count", "100")
        counts = [row["scheduled"] for _, row in sorted(run.summary()["ledger"]["agents"].items())]
        self.assertEqual(counts, [20, 20, 20, 10, 10, 10, 10])

    def offsets(self, run):
        """Intended times in the order of the requests' indices, from the first one."""
        intended = [request["metadata"]["intended_ns"] for request in sorted(run.requests(), key=index_of)]
        return [time - intended[0] for time in intended]


def index_of(request: dict) -> int:
    """X-Request-ID is RUN-INDEX."""
    return int(request["metadata"]["x_request_id"].rsplit("-", 1)[1])


if __name__ == "__main__":
    case.main()
