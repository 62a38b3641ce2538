"""The base of the tests of load: what a run said it did beside what the servers' journals say they saw."""
import dataclasses
import functools
import itertools
import json
import statistics

import case
from run import Run
from servers import Sim

MS = 1_000_000


@dataclasses.dataclass(frozen=True)
class Seen:
    """One request of the run as a server saw it. Times in ns of the server's clock."""
    index: int  # −1, −2 … in the warm-up
    server: int
    body: str
    arrival_ns: int
    last_write_ns: int
    connection: int
    ended: str

    @property
    def model(self) -> str:
        return json.loads(self.body)["model"]


def index_of(request_id: str) -> int:
    """X-Request-ID is RUN-INDEX, and RUN is made of words with dashes."""
    run, _, index = request_id.rpartition("-")
    return -int(index) if run.endswith("-") else int(index)


def timed(test):
    """For a test of times: a busy machine may spoil a try, but not three in a row. What is wrong with the load is wrong in each."""
    @functools.wraps(test)
    def tries(self):
        for _ in range(2):
            try:
                return test(self)
            except AssertionError as error:
                print(f"again: {error}")
        return test(self)
    return tries


def median_ms(times_ns) -> float:
    return statistics.median(times_ns) / MS


class LoadTest(case.IntegrationTest):
    runs = itertools.count()

    def load(self, *options: str, agents: int = 0, sims: list[Sim] | None = None, models: tuple[str, ...] = ("m",),
             exit_code: int = 0) -> tuple[Run, list[Seen]]:
        """Runs against `sims` (default: a fresh one with quick answers). Returns the run and what the servers saw of its
        measured requests, in the order of arrival."""
        if sims is None:
            sims = [self.start_sim("--journal-bodies", "--ttft", "5", "--gap", "1", "--model", "m")]
        more = [word for sim in sims[1:] for word in ("--url", sim.url)]
        run = self.profile(sims[0].url, f"run-{next(self.runs)}", *more, "--model", *models, "--random-seed", "7",
                           *options, agents=agents)
        self.assert_exit(run, exit_code)
        self.assert_ledger_balances(run.summary())
        own = {request["metadata"]["x_request_id"].rsplit("-", 1)[0] for request in run.requests()}
        self.seen_in_warmup = []
        seen = []
        for number, sim in enumerate(sims):
            for entry in sim.journal():
                index = index_of(entry["request_id"]) if entry["request_id"] else None
                if index is None or entry["request_id"].rsplit("-", 1)[0].rstrip("-") not in own:
                    continue  # the probe before the run
                last_ns = (entry["before_ns"] or [entry["arrival_ns"]])[-1]  # the client may have it before send() returns
                one = Seen(index, number, entry["body"], entry["arrival_ns"], last_ns, entry["connection"], entry["ended"])
                (seen if index >= 0 else self.seen_in_warmup).append(one)
        seen.sort(key=lambda one: one.arrival_ns)
        return run, seen

    def measured(self, run: Run) -> dict[int, dict]:
        """The metadata of the measured requests by index."""
        rows = {index_of(request["metadata"]["x_request_id"]): request["metadata"] for request in run.requests()}
        return {index: rows[index] for index in sorted(rows) if index >= 0}

    def intended_ns(self, run: Run) -> list[int]:
        """Intended times after the first one, in the order of the requests' indices."""
        times = [row["intended_ns"] for row in self.measured(run).values()]
        return [time - times[0] for time in times]

    def outcomes(self, run: Run) -> dict[int, str]:
        return {index: row["outcome"] for index, row in self.measured(run).items()}

    def assert_all_ok(self, run: Run, count: int):
        ledger = run.summary()["ledger"]
        self.assertEqual((ledger["scheduled"], ledger["ok"]), (count, count), run.told())
