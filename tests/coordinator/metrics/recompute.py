#!/usr/bin/python3
"""Recomputes every metric of a record log in a second way, with numpy, and compares it with what Summarize says.

    recompute.py DUMP_SUMMARY DIRECTORY...

Prints a line a directory, and each number that differs; exits 1 where one does, or where a metric of the catalog was compared in
none of them. Durations are compared to twelve digits. What needs the common axis is computed here without aligning the
agents' clocks, which is right for agents of one machine; it may differ by the clocks' bound, 0.1 ms in a second. Not computed
here: intervals from resampling, which draw random numbers.
"""

import re
import subprocess
import sys

import read_log
from recompute_request import OK, end_of, per_request
from recompute_table import NAMES, table

NOT_SENT = 11


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
