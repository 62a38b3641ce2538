#!/usr/bin/python3
"""Recomputes every metric of a record log in a second way, with numpy, and compares it with what Summarize says.

    recompute.py DUMP_SUMMARY DIRECTORY...

Prints a line a directory, and each number that differs; exits 1 where one does, or where a metric of the catalog was compared in
none of them. Durations are compared to twelve digits. What needs the common axis is computed here without aligning the
agents' clocks, which is right for agents of one machine; it may differ by the clocks' bound, 0.1 ms in a second. Not computed
here: intervals from resampling, which draw random numbers.
"""

import math
import re
import subprocess
import sys
from fractions import Fraction

import numpy

import read_log

OK, CONTENT_KINDS, REASONING, DONE, COMMENT = 1, (1, 2, 3, 4), 2, 8, 9
FAILURES, CUT, NOT_SENT, LOST = (2, 3, 4, 5, 6, 7, 8), 10, 11, 12
NAMES = ["ok", "http_error", "stream_error", "truncated", "timeout", "connect_error", "protocol_error", "empty"]
NAMES += ["cancelled_by_plan", "cancelled_at_end", "not_sent", "lost_agent"]
PERCENTILES = (1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9)
NS, MILLIONTH = 1e6, 1e6
# How long a request without a value had waited at least, and what no later cut can change.
FROM_START = ("time_to_first_token", "request_latency", "time_to_first_output_token", "stream_end_latency")
FROM_SCHEDULE = ("ttft_from_schedule", "latency_from_schedule")
SETTLED = ("time_to_first_token", "time_to_second_token", "time_to_first_output_token", "ttft_from_schedule")
LATENCIES = (*FROM_START, *FROM_SCHEDULE, "time_to_second_token", "inter_token_latency", "max_stall")


def plan_of(path):
    """What the tables need of the plan, out of the copy in the log's header."""
    text = next(header[4][0].decode() for number, header in read_log.entries(path) if number == 1)

    def number(key):
        found = re.search(rf"(?m)^ +{key}: ([0-9.e+]+)$", text)
        return float(found[1]) if found else None

    rules = re.search(r"(?m)^ +goodput: \[(.*)\]$", text)
    return {"concurrency": number("concurrency"), "gpus": number("gpus"), "open_loop": number("request_rate") is not None,
            "slice_ns": round((number("slice_duration") or 0) * 1e9),
            "goodput": [(tag, float(limit)) for tag, limit in re.findall(r'"([a-z_]+):([0-9.]+)"', rules[1] if rules else "")]}


def rounded(numerator, denominator):
    return round(Fraction(numerator, denominator))  # halves to even


def key_of(percentile):
    return "p99_9" if percentile == 99.9 else "p%d" % percentile


def content_of(record):
    return [event for event in record["events"] if event[1] in CONTENT_KINDS]


def end_of(record):
    return record["stream_end"] or max([event[0] for event in content_of(record)], default=record["dispatched"])


def difference(usage, counted):
    """In per cent, rounded at its sixth digit."""
    if usage is None or not counted:
        return None
    return rounded(abs(usage - counted) * 100 * 10**6, counted) / MILLIONTH


def per_request(record, payloads):
    """The values of one request: ms, counts, tokens a second. Absent ones are None."""
    start, end, due = record["dispatched"], record["stream_end"], record["intended"]
    content = content_of(record)
    at = [event[0] for event in content]
    output = [event[0] for event in content if event[1] != REASONING]
    n, isl, streamed = record["completion_tokens"], record["prompt_tokens"], record["streamed"]
    last = (at[-1] if at else None) if streamed else end
    first = at[0] if at and streamed else None
    sent, byte, connected = record["request_sent"], record["first_byte"], record["connect_done"]
    counted = record["tokenizer_output"]
    if counted is not None:
        counted += record["tokenizer_reasoning"] or 0

    def ms(begin, finish):
        return None if begin is None or finish is None else (finish - begin) / NS

    def rate(count, begin, finish):
        if count is None or begin is None or finish is None or finish <= begin:
            return None
        return rounded(count * 10**15, finish - begin) / MILLIONTH

    value = {
        "time_to_first_token": ms(start, first),
        "time_to_second_token": ms(at[0], at[1]) if len(at) > 1 else None,
        "time_to_first_output_token": ms(start, output[0]) if output and streamed else None,
        "request_latency": ms(start, last),
        "stream_end_latency": ms(start, end),
        "max_stall": max(numpy.diff(at)) / NS if len(at) > 1 else None,
        "inter_token_latency": rounded(last - first, n - 1) / NS if first is not None and (n or 0) > 1 else None,
        "output_token_throughput_per_user": rate(n - 1, first, last) if (n or 0) > 1 else None,
        "e2e_output_token_throughput": rate(n, start, last),
        "prefill_throughput_per_user": rate(isl, start, first),
        "output_sequence_length": n,
        "input_sequence_length": isl,
        "reasoning_token_count": record["reasoning_tokens"],
        "ttft_from_schedule": ms(due, first),
        "latency_from_schedule": ms(due, last),
        "http_req_blocked": None if record["blocked"] is None else record["blocked"] / NS,
        "http_req_dns_lookup": ms(start, record["dns_done"]),
        "http_req_connecting": ms(record["dns_done"] or start, connected),
        "http_req_tls_handshaking": ms(connected, record["tls_done"]),
        "http_req_sending": ms(record["tls_done"] or connected or start, sent),
        "http_req_waiting": ms(sent, byte),
        "http_req_receiving": ms(byte, end),
        "http_req_data_sent": record["bytes_sent"],
        "http_req_data_received": record["bytes_received"],
        "usage_prompt_tokens_diff_pct": difference(isl, payloads.get(record["payload"])),
        "usage_completion_tokens_diff_pct": difference(n, counted),
        "usage_reasoning_tokens_diff_pct": difference(record["reasoning_tokens"], record["tokenizer_reasoning"]),
    }
    if due is not None:
        lag = start - due - (record["blocked"] or 0)
        late = min(max(0, record["granted"] - due), max(0, lag)) if record["granted"] is not None else 0
        value["schedule_lag"], value["schedule_lag_coordinator"] = lag / NS, late / NS
        value["schedule_lag_loop"], value["schedule_lag_connection"] = (lag - late) / NS, ms(start, sent)
    return {tag: number for tag, number in value.items() if number is not None}


def order_interval(count, percentile):
    """1-based ranks by the definition: the quantiles of Binomial(count, p), in whole numbers."""
    share, whole = round(percentile * 10), 1000
    total, seen, low = whole**count, 0, None
    for k in range(count + 1):
        seen += math.comb(count, k) * share**k * (whole - share) ** (count - k)
        if low is None and seen * 1000 >= 25 * total:
            low = k
        if seen * 1000 >= 975 * total:
            return (low, k + 1) if low >= 1 and k + 1 <= count else None
    return None


def describe(values, intervals=True):
    values = numpy.sort(numpy.array(values, dtype=float))
    result = {"count": len(values), "avg": values.mean(), "min": values[0], "max": values[-1], "std": values.std()}
    for percentile in PERCENTILES:
        result[key_of(percentile)] = numpy.percentile(values, percentile)
        ranks = order_interval(len(values), percentile) if intervals else None
        if ranks:
            result[key_of(percentile) + "_low"], result[key_of(percentile) + "_high"] = (values[rank - 1] for rank in ranks)
    return result


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


def recompute(directory):
    path = directory + "/records/run.log"
    everything = [r for r in read_log.records(path) if r["index"] >= 0]
    measured = [r for r in everything if r["dispatched"] is not None]
    payloads, plan = read_log.payloads(path), plan_of(directory + "/records/run.log")
    values = {id(r): per_request(r, payloads) for r in measured}
    result = table(measured, values, payloads, plan)
    not_sent = sum(r["outcome"] == NOT_SENT for r in everything)
    lost = len([index for index in read_log.granted(path) if index >= 0]) - len({r["index"] for r in everything})
    result["not_sent_count", "avg"], result["lost_agent_count", "avg"] = not_sent, lost
    for name in NAMES:
        result["ledger", name] = len([r for r in measured if r["outcome"] == OK]) if name == "ok" else result[f"{name}_count", "avg"]
    begin, last, end = read_log.t0(path), max(r["dispatched"] for r in measured), max(end_of(r) for r in measured)
    windows = {"steady": (begin, last)} if plan["open_loop"] else {}
    for number in range(10**6 if plan["slice_ns"] else 0):
        first = begin + number * plan["slice_ns"]
        if first >= end:
            break
        windows[f"slice {number}"] = (first, min(first + plan["slice_ns"], end))
    for name, window in windows.items():
        result |= {(f"{name}:{tag}", key): value for (tag, key), value in table(measured, values, payloads, plan, window).items()}
    return result


TIMELINE = ("benchmark_duration", "request_throughput", "output_token_throughput", "total_token_throughput", "concurrency",
            "output_token_throughput_per_gpu", "input_throughput", "goodput")


def comparable(key, plan):
    """Not resampled, and of a window that is recomputed."""
    tag = key[0].split(":")[-1]
    if key[1].endswith(("_low", "_high")) and tag in ("inter_chunk_latency", "token_gap"):
        return False
    return not key[0].startswith("steady:") or plan["open_loop"]


def compare(dump, directory):
    """The tags that agree, and what differs."""
    said, catalog = {}, []
    for line in subprocess.run([dump, directory], check=True, capture_output=True, text=True).stdout.splitlines():
        tag, statistic, value = line.split("\t")
        if tag == "catalog":
            catalog.append(statistic)
        else:
            said[tag, statistic] = float(value)
    plan = plan_of(directory + "/records/run.log")
    said = {key: value for key, value in said.items() if comparable(key, plan)}
    mine = recompute(directory)
    wrong = ["%s.%s: only %s knows it" % (*key, "the summary" if key in said else "the second way")
             for key in sorted(set(said) ^ set(mine))]
    for key in sorted(set(said) & set(mine)):
        digits = 1e-4 if key[0].split(":")[-1] in TIMELINE else 1e-12
        if abs(said[key] - mine[key]) > digits * max(1.0, abs(mine[key])):
            wrong.append("%s.%s: %.17g, recomputed %.17g" % (*key, said[key], mine[key]))
    print("%s: %d numbers compared, %d differ" % (directory, len(set(said) & set(mine)), len(wrong)))
    print("\n".join(wrong[:60]))
    return {key[0] for key in set(said) & set(mine)}, catalog, wrong


def main(dump, directories):
    compared, missing, fault = set(), [], False
    for directory in directories:
        tags, catalog, wrong = compare(dump, directory)
        compared |= tags
        missing = [tag for tag in catalog if tag not in compared]
        fault = fault or bool(wrong) or not tags
    # Of other tools' definitions alone.
    missing = [tag for tag in missing if tag != "time_per_output_token"]
    print("never compared: %s" % ", ".join(missing) if missing else "every metric of the catalog was compared")
    return 1 if fault or missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
