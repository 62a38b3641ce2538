"""Holds the record of a request against what the server played for it."""
import dataclasses

from player import Played
from scripted_case import Case

MS = 1e6
# The time between the client's stamp of dispatch and the server's of reading: a connection, and this process waking up.
MOST_TTFT_ERROR_MS = 30
STAMP_MS = 0.2         # beyond the bounds that the write's own time gives
COALESCED_MS = 25      # a client that read late has the later of two stamps for both: a busy machine, and it says so


@dataclasses.dataclass(frozen=True)
class Row:
    case: Case
    got: str
    ttft_error_ms: float | None
    gap_error_ms: float | None
    faults: list[str]


def judge(case: Case, arrivals: list[Played], line: dict) -> Row:
    metrics, metadata = line["metrics"], line["metadata"]
    played = arrivals[-1]
    value = lambda tag: metrics[tag]["value"] if tag in metrics else None
    faults = []

    def demand(what: str, wanted, got):
        if wanted != got:
            faults.append(f"{what}: wanted {wanted}, got {got}")

    demand("outcome", case.outcome, metadata["outcome"])
    if case.tries is not None:
        demand("times that it arrived", case.tries, len(arrivals))
    demand("content events", len(played.content), metadata["content_events"])
    if not case.any_tokens:
        demand("tokens", case.tokens, value("output_sequence_length"))
    demand("has a TTFT", case.streamed and bool(played.content), value("time_to_first_token") is not None)
    if case.outcome != "ok" and line["error"]:
        demand("HTTP status", case.status or None, line["error"]["code"])
        if case.error not in (line["error"]["message"] or ""):
            faults.append(f"message: wanted {case.error!r} in {line['error']['message']!r}")
    # Sent twice, its TTFT holds a failed try.
    ttft = None if len(arrivals) > 1 else _ttft_error(played, value("time_to_first_token"), faults)
    gap = _gap_error(case, played, metadata["coalesced_events"], value("inter_chunk_latency") or [], faults)
    got = f"{metadata['outcome']}, {metadata['content_events']} events"
    tokens = value("output_sequence_length")
    return Row(case, got if tokens is None else f"{got}, {tokens:.0f} tokens", ttft, gap, faults)


def _ttft_error(played: Played, ttft_ms: float | None, faults: list[str]) -> float | None:
    if ttft_ms is None or not played.content:
        return None
    before, after = ((ns - played.read_ns) / MS for ns in played.content[0])
    if not before - STAMP_MS <= ttft_ms <= after + MOST_TTFT_ERROR_MS:
        faults.append(f"TTFT: measured {ttft_ms:.3f} ms, played {before:.3f} to {after:.3f} ms")
    return ttft_ms - before


def _gap_error(case: Case, played: Played, coalesced: int, gaps_ms: list[float], faults: list[str]) -> float | None:
    """The worst measured gap less what was played, where that lies outside of what the writes' own times allow."""
    writes, worst = played.content, 0.0
    together = sum(a == b for a, b in zip(writes, writes[1:]))
    allowed = case.drains_ms + (STAMP_MS if coalesced <= 2 * together else COALESCED_MS)
    for gap, (begin, end) in zip(gaps_ms, zip(writes, writes[1:])):
        low, high = ((end[0] - begin[1]) / MS, (end[1] - begin[0]) / MS) if begin != end else (0, 0)
        error = gap - high if gap > high else min(0.0, gap - low)
        worst = max(worst, error, key=abs)
        if abs(error) > allowed:
            faults.append(f"gap: measured {gap:.3f} ms, played {low:.3f} to {high:.3f} ms")
    return worst if gaps_ms else None
