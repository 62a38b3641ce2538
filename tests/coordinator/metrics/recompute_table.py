"""The table of one window: its columns, the same with failures, and the metrics of one number."""
import math

from recompute_request import NS, OK, content_of, end_of
from recompute_statistics import describe

FAILURES, CUT = (2, 3, 4, 5, 6, 7, 8), 10
NAMES = ["ok", "http_error", "stream_error", "truncated", "timeout", "connect_error", "protocol_error", "empty"]
NAMES += ["cancelled_by_plan", "cancelled_at_end", "not_sent", "lost_agent"]
# How long a request without a value had waited at least, and what no later cut can change.
FROM_START = ("time_to_first_token", "request_latency", "time_to_first_output_token", "stream_end_latency")
FROM_SCHEDULE = ("ttft_from_schedule", "latency_from_schedule")
SETTLED = ("time_to_first_token", "time_to_second_token", "time_to_first_output_token", "ttft_from_schedule")
LATENCIES = (*FROM_START, *FROM_SCHEDULE, "time_to_second_token", "inter_token_latency", "max_stall")


def with_failures(tag, values, requests):
    """Each failure as the worst, what was cut as the time that it had run. None: the plain table says it all."""
    failed = [entry for entry in requests if entry[0]["outcome"] in FAILURES]
    cut = [entry for entry in requests if entry[0]["outcome"] == CUT]
    begin = "intended" if tag in FROM_SCHEDULE else "dispatched"
    waits = tag in FROM_START or tag in FROM_SCHEDULE

    def elapsed(record):
        return (end_of(record) - record[begin]) / NS if waits and record[begin] is not None else None

    longest = [wait for wait in (elapsed(record) for record, _ in failed) if wait is not None]
    censored = []
    for record, value in cut:
        known = value.get(tag) if tag in SETTLED or not waits else None
        known = elapsed(record) if known is None else known
        if known is not None:
            censored.append(known)
    everything = values + censored
    if failed and (everything or longest):
        everything = everything + [max(everything + longest)] * len(failed)
    return everything


def system(measured, ok, window, plan, values):
    """The one-number metrics, from the unaligned clocks of one machine. `window`: (from, to), or None for the whole run."""
    starts = [r["dispatched"] for r in measured]
    whole = window is None
    begin, end = window or (min(starts), max(end_of(r) for r in measured))
    seconds = (end - begin) / 1e9

    def inside(time):
        return whole or begin <= time < end

    started = [r for r in measured if inside(r["dispatched"])]
    ended = [r for r in measured if inside(end_of(r))]
    ok_started, ok_ended = ([r for r in some if r["outcome"] == OK] for some in (started, ended))
    tokens = 0.0
    for r in ok:
        if r["completion_tokens"] is None:
            continue
        times = [event[0] for event in content_of(r)] or [end_of(r)]
        tokens += r["completion_tokens"] * (1 if whole else sum(map(inside, times)) / len(times))
    steps = sorted([(max(begin, r["dispatched"]), 1) for r in measured if end_of(r) > begin and r["dispatched"] < end] +
                   [(min(end, end_of(r)), -1) for r in measured if end_of(r) > begin and r["dispatched"] < end])
    level = most = area = 0
    for (time, change), (after, _) in zip(steps, steps[1:] + [(end, 0)]):
        level += change
        if after > time:
            most = max(most, level)
            area += level * (after - time)
    failures = sum(r["outcome"] in FAILURES for r in started)
    result = {
        "benchmark_duration": seconds,
        "request_throughput": len(ok_ended) / seconds,
        "output_token_throughput": tokens / seconds,
        "total_token_throughput": (tokens + sum(r["prompt_tokens"] or 0 for r in ok_started)) / seconds,
        "concurrency": area / 1e9 / seconds,
        "concurrency_max": most,
        "request_count": len(ok_started),
        "error_request_count": failures,
        "error_rate": failures / len(started) if started else None,
        "http_req_connection_reused": sum(r["reused"] for r in ok_started),
        "concurrency_asked": plan["concurrency"],
    }
    if plan["gpus"]:
        result["output_token_throughput_per_gpu"] = tokens / seconds / plan["gpus"]
    inputs = [r["answer_inputs"] for r in ok_ended if r["answer_inputs"] is not None]
    if inputs:
        result["input_throughput"] = sum(inputs) / seconds
    if plan["goodput"]:
        good = sum(all(values[id(r)].get(tag, math.inf) <= limit for tag, limit in plan["goodput"]) for r in ok_ended)
        result["goodput"] = good / seconds
        result["good_request_fraction"] = good / len(ended) if ended else None
    asked = [r for r in ok_started if r["asked"] is not None]
    if asked:
        result["osl_mismatch_count"] = sum(r["asked"] != r["completion_tokens"] for r in asked)
    differences = [[values[id(r)][f"usage_{kind}_tokens_diff_pct"] for kind in ("prompt", "completion", "reasoning")
                    if f"usage_{kind}_tokens_diff_pct" in values[id(r)]] for r in ok_started]
    if any(differences):
        result["usage_discrepancy_count"] = sum(max(some, default=0) > 10 for some in differences)
    return {tag: value for tag, value in result.items() if value is not None}


def table(measured, values, payloads, plan, window=None):
    """(tag, statistic) -> number, of one window."""
    ok = [r for r in measured if r["outcome"] == OK]
    inside = [r for r in measured if window is None or window[0] <= r["dispatched"] < window[1]]
    timed = [r for r in inside if r["outcome"] == OK and not r["resends"]]
    counted = all(event[2] is not None for r in ok for event in content_of(r))
    columns, gaps, token_gaps = {}, [], []
    for record in timed:
        for tag, value in values[id(record)].items():
            columns.setdefault(tag, []).append(value)
        content = content_of(record)
        for before, event in zip(content, content[1:]):
            gaps.append((event[0] - before[0]) / NS)
            token_gaps += [gaps[-1]] + [0.0] * (event[2] - 1 if counted else 0)
    result = {(tag, key): value for tag, some in columns.items() for key, value in describe(some).items()}
    for tag, some in (("inter_chunk_latency", gaps), ("token_gap", token_gaps)):
        if some:
            result |= {(tag, key): value for key, value in describe(some, intervals=False).items()}
    others = [(r, values[id(r)]) for r in inside if r["outcome"] != OK]
    for tag in LATENCIES:
        everything = with_failures(tag, columns.get(tag, []), others)
        if everything:
            result |= {(tag + "!failures", key): value for key, value in describe(everything).items()}
    for tag, value in system(measured, ok, window, plan, values).items():
        result[tag, "avg"] = value
    for number, name in enumerate(NAMES, 1):
        if name != "ok":
            result[f"{name}_count", "avg"] = sum(r["outcome"] == number for r in inside)
    return result
