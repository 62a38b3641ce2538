"""Measured − true, from the records of a run and the simulator's journal of what it really sent."""
import dataclasses

import numpy

from sim_run import SimRun

CONTENT = 1


@dataclasses.dataclass(frozen=True)
class Errors:
    """In ms. Stamps and gaps: events that share no read and no kernel stamp; the rest is in `coalesced_gap`."""
    ttft: numpy.ndarray
    stamp: numpy.ndarray
    gap: numpy.ndarray
    coalesced_gap: numpy.ndarray
    requests: int
    mismatched: int  # requests whose events are not those of the journal

    @property
    def coalesced_share(self) -> float:
        return len(self.coalesced_gap) / max(1, len(self.gap) + len(self.coalesced_gap))


def compare(run: SimRun) -> Errors:
    ttft, stamp, gap, coalesced_gap, mismatched, compared = [], [], [], [], 0, 0
    for record in run.records:
        entry = run.journal.get(f"{run.summary['run_id']}-{record['index']}")
        if entry is None or record["outcome"] != 1:
            continue
        compared += 1
        content = [event for event in record["events"] if event[1] == CONTENT]
        sent = [before for before, kind in zip(entry["before_ns"], entry["kinds"]) if kind == "t"]
        if len(content) != len(sent):
            mismatched += 1
            continue
        at = numpy.array([event[0] for event in content], dtype=numpy.int64)
        alone = ~numpy.array([event[3] for event in content], dtype=bool)
        true = numpy.array(sent, dtype=numpy.int64)
        ttft.append((at[0] - record["dispatched"]) - (true[0] - entry["arrival_ns"]))
        stamp.append((at - true)[alone])
        both = alone[1:] & alone[:-1]
        difference = numpy.diff(at) - numpy.diff(true)
        gap.append(difference[both])
        coalesced_gap.append(difference[~both])
    joined = [numpy.concatenate(parts) / 1e6 if parts else numpy.array([]) for parts in (stamp, gap, coalesced_gap)]
    return Errors(numpy.array(ttft) / 1e6, *joined, compared, mismatched)


def size(errors: numpy.ndarray, percentile: float) -> float:
    """A percentile of |error|; nan of nothing."""
    return float(numpy.percentile(numpy.abs(errors), percentile)) if len(errors) else float("nan")


def mean(errors: numpy.ndarray) -> float:
    return float(errors.mean()) if len(errors) else float("nan")
