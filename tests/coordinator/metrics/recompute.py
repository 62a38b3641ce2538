#!/usr/bin/python3
"""Recomputes every metric of a record log in a second way, with numpy, and compares it with what Summarize says.

    recompute.py DUMP_SUMMARY DIRECTORY

Prints a line a metric; exits 1 where a number differs. Durations are compared to twelve digits. What needs the common
axis is computed here without aligning the agents' clocks, which is right for agents of one machine; it may differ by the
clocks' bound, 0.1 ms in a second.
"""

import subprocess
import sys
from fractions import Fraction

import numpy

from read_log import records

OK, CONTENT_KINDS, REASONING = 1, (1, 2, 3, 4), 2
FAILURES = (2, 3, 4, 5, 6, 7, 8)
NAMES = ["ok", "http_error", "stream_error", "truncated", "timeout", "connect_error", "protocol_error", "empty"]
NAMES += ["cancelled_by_plan", "cancelled_at_end", "not_sent", "lost_agent"]


def rounded(numerator, denominator):
    return round(Fraction(numerator, denominator))  # halves to even


def per_request(record):
    """The values of one ok request: ms, counts, tokens a second."""
    start, end = record["dispatched"], record["stream_end"]
    content = [event for event in record["events"] if event[1] in CONTENT_KINDS]
    at = [event[0] for event in content]
    gaps = [b - a for a, b in zip(at, at[1:])]
    n, isl = record["completion_tokens"], record["prompt_tokens"]
    output = [event[0] for event in content if event[1] != REASONING]
    value = {
        "time_to_first_token": (at[0] - start) / 1e6,
        "time_to_first_output_token": (output[0] - start) / 1e6,
        "request_latency": (at[-1] - start) / 1e6,
        "stream_end_latency": (end - start) / 1e6,
        "output_sequence_length": n,
        "input_sequence_length": isl,
        "e2e_output_token_throughput": rounded(n * 10**15, at[-1] - start) / 1e6,
        "prefill_throughput_per_user": rounded(isl * 10**15, at[0] - start) / 1e6,
        "http_req_sending": (record["request_sent"] - (record["connect_done"] or start)) / 1e6,
        "http_req_waiting": (record["first_byte"] - record["request_sent"]) / 1e6,
        "http_req_receiving": (end - record["first_byte"]) / 1e6,
        "http_req_data_sent": record["bytes_sent"],
        "http_req_data_received": record["bytes_received"],
    }
    if record["connect_done"] is not None:
        value["http_req_dns_lookup"] = (record["dns_done"] - start) / 1e6
        value["http_req_connecting"] = (record["connect_done"] - record["dns_done"]) / 1e6
    if n > 1:
        value["inter_token_latency"] = rounded(at[-1] - at[0], n - 1) / 1e6
        if at[-1] > at[0]:
            value["output_token_throughput_per_user"] = rounded((n - 1) * 10**15, at[-1] - at[0]) / 1e6
    if gaps:
        value["time_to_second_token"] = gaps[0] / 1e6
        value["max_stall"] = max(gaps) / 1e6
    if record["intended"] is not None:
        lag = start - record["intended"]
        late = max(0, record["granted"] - record["intended"]) if record["granted"] is not None else 0
        value["ttft_from_schedule"] = (at[0] - record["intended"]) / 1e6
        value["latency_from_schedule"] = (at[-1] - record["intended"]) / 1e6
        value["schedule_lag"] = lag / 1e6
        value["schedule_lag_coordinator"] = min(late, max(0, lag)) / 1e6
        value["schedule_lag_loop"] = lag / 1e6 - value["schedule_lag_coordinator"]
        value["schedule_lag_connection"] = (record["request_sent"] - start) / 1e6
    return value, gaps, content


def describe(values):
    values = numpy.array(values, dtype=float)
    result = {"count": len(values), "avg": values.mean(), "min": values.min(), "max": values.max(), "std": values.std()}
    for p in (1, 5, 10, 25, 50, 75, 90, 95, 99):
        result["p%d" % p] = numpy.percentile(values, p)
    result["p99_9"] = numpy.percentile(values, 99.9)
    return result


def system(measured, ok, totals):
    """The one-number metrics, from the unaligned clocks of one machine."""
    starts = sorted(r["dispatched"] for r in measured)
    ends = sorted(r["stream_end"] for r in measured)
    seconds = (ends[-1] - starts[0]) / 1e9
    level = most = 0
    for _, change in sorted([(t, 1) for t in starts] + [(t, -1) for t in ends]):
        level += change
        most = max(most, level)
    return {
        "benchmark_duration": seconds,
        "request_throughput": len(ok) / seconds,
        "output_token_throughput": totals[1] / seconds,
        "total_token_throughput": sum(totals) / seconds,
        "concurrency": sum(r["stream_end"] - r["dispatched"] for r in measured) / 1e9 / seconds,
        "concurrency_max": most,
        "request_count": len(ok),
        "error_request_count": sum(r["outcome"] in FAILURES for r in measured),
        "error_rate": sum(r["outcome"] in FAILURES for r in measured) / len(measured),
        "http_req_connection_reused": sum(r["reused"] for r in ok),
        "osl_mismatch_count": sum(r["asked"] != r["completion_tokens"] for r in ok if r["asked"] is not None),
    }


def recompute(directory):
    measured = [r for r in records(directory + "/records/run.log") if r["index"] >= 0 and r["dispatched"] is not None]
    ok = [r for r in measured if r["outcome"] == OK]
    columns, chunk_gaps, token_gaps = {}, [], []
    counted = all(event[2] is not None for r in ok for event in r["events"] if event[1] in CONTENT_KINDS)
    for record in ok:
        if record["resends"]:
            continue
        values, gaps, content = per_request(record)
        for tag, value in values.items():
            columns.setdefault(tag, []).append(value)
        chunk_gaps += [gap / 1e6 for gap in gaps]
        for gap, event in zip(gaps, content[1:]):
            token_gaps += [gap / 1e6] + [0.0] * (event[2] - 1 if counted else 0)
    columns["inter_chunk_latency"], columns["token_gap"] = chunk_gaps, token_gaps
    result = {(tag, key): value for tag, values in columns.items() for key, value in describe(values).items()}
    totals = sum(r["prompt_tokens"] for r in ok), sum(r["completion_tokens"] for r in ok)
    for tag, value in system(measured, ok, totals).items():
        result[tag, "avg"] = value
    for number, name in enumerate(NAMES, 1):
        result["ledger", name] = sum(r["outcome"] == number for r in measured)
    return result


def main(dump, directory):
    said = {}
    for line in subprocess.run([dump, directory], check=True, capture_output=True, text=True).stdout.splitlines():
        tag, statistic, value = line.split("\t")
        said[tag, statistic] = float(value)
    # Counts of single outcomes are the ledger's, and what was asked for is no measurement.
    said = {k: v for k, v in said.items() if not (k[0].endswith("_count") and k not in recomputed_counts)}
    said.pop(("concurrency_asked", "avg"), None)
    mine = recompute(directory)
    wrong = ["%s.%s: only one side knows it" % key for key in sorted(set(said) ^ set(mine))]
    timeline = ("benchmark_duration", "request_throughput", "output_token_throughput", "total_token_throughput")
    timeline += ("concurrency",)
    for key in sorted(set(said) & set(mine)):
        digits = 1e-4 if key[0] in timeline else 1e-12
        if abs(said[key] - mine[key]) > digits * max(1.0, abs(mine[key])):
            wrong.append("%s.%s: %.17g, recomputed %.17g" % (*key, said[key], mine[key]))
    print("%s: %d numbers compared, %d differ" % (directory, len(set(said) & set(mine)), len(wrong)))
    print("\n".join(wrong))
    return 1 if wrong or not mine else 0


recomputed_counts = {(tag, "avg") for tag in ("request_count", "error_request_count", "osl_mismatch_count")}
if __name__ == "__main__":
    sys.exit(max(main(sys.argv[1], directory) for directory in sys.argv[2:]))
