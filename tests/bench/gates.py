#!/usr/bin/python3
"""The gates of performance and precision, and what this machine saw of each.

    tests/bench/gates.py [--bin DIRECTORY] [--rounds N] [--seconds N] [--quick] [--markdown FILE]

Runs cost.py's and accuracy.py's measurements, an open loop of a minute, coordinator_bench and sim_capacity.sh, and prints one
table. Needs a quiet machine of two cores and more: it prints the load average. With the defaults it takes about ten minutes;
--quick takes one and shows that everything works, its figures mean little.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

import accuracy
import cost
import start_up
from sim_run import ROOT, Level, run

BY_TEST = {
    "G13": ("merged percentiles = percentiles of the concatenated data", "tests/coordinator/metrics:split_independence_test"),
    "G16": ("true clock offset inside the published bound", "tests/common/clock_fit:clock_fit_test"),
    "G17": ("scheduled = outcomes, under every fault", "tests/integration:death_test, tests/conformance/…"),
}


class Table:
    def __init__(self):
        self.lines = ["| # | gate | figure | seen | |", "|---|---|---|---|---|"]

    def add(self, number: str, gate: str, figure: str, seen: str, met: bool | None) -> None:
        verdict = {True: "met", False: "MISSED", None: "–"}[met]
        self.lines.append(f"| {number} | {gate} | {figure} | {seen} | {verdict} |")
        print(self.lines[-1], flush=True)


def per_level(costs: list[cost.Costs], value) -> tuple[str, list[float]]:
    """The values as "1.12 / 1.28", and those there are."""
    values = [value(one) for one in costs]
    return " / ".join("–" if v is None else f"{v:.2f}" for v in values), [v for v in values if v is not None]


def add_costs(table: Table, chosen) -> None:
    levels = "64x20" if chosen.quick else cost.LEVELS
    costs = cost.measure_levels(chosen.bin, levels, chosen.rounds, chosen.seconds)
    streams = " / ".join(f"{one.streams:,}" for one in costs)
    seen, ratios = per_level(costs, lambda one: one.ratio(one.floor))
    limits = [cost.FLOOR_LIMITS[one.streams] for one in costs]
    table.add("G1", f"agent CPU a token over the floor client, at {streams} streams", "≤ " + " / ".join(map(str, limits)), seen,
              all(ratio <= limit for ratio, limit in zip(ratios, limits)))
    for number, name, limit, other in (("G2", "bare libcurl", cost.CURL_LIMIT, "curl"), ("G3", "wrk", cost.WRK_LIMIT, "wrk")):
        seen, ratios = per_level(costs, lambda one: one.ratio(getattr(one, other)))  # noqa: B023
        table.add(number, f"agent over {name}, at {streams}", f"≤ {limit}", seen, max(ratios) <= limit if ratios else None)
    seen, kilobytes = per_level(costs, lambda one: statistics.median(one.kb))
    large = [statistics.median(one.kb) for one in costs if one.streams >= 512]
    table.add("G9", f"resident KB a stream, plain, at {streams} (judged from 512 up)", f"≤ {cost.MEMORY_LIMIT_KB}", seen,
              max(large) <= cost.MEMORY_LIMIT_KB if large else None)
    whole = [one for one in costs if one.whole_answers]
    streams = " / ".join(f"{one.streams:,}" for one in whole)
    seen, sizes = per_level(whole, lambda one: statistics.median(one.wire_bytes))
    table.add("G10", f"bytes a token on the wire, all that the agent sends, at {streams}", f"≤ {cost.BYTES_LIMIT}", seen,
              max(sizes) <= cost.BYTES_LIMIT)


def add_scale(table: Table, chosen) -> None:
    if not chosen.quick:
        ratio = cost.request_cost_ratio(chosen.bin)
        table.add("G4", "CPU a request, 8,000 open streams over 512", f"≤ {cost.REQUEST_LIMIT}", f"{ratio:.2f}",
                  ratio <= cost.REQUEST_LIMIT)
    for streams, gap_ms, least in ((2000, 21.5, 90_000), (8000, 111, 70_000))[: 0 if chosen.quick else 2]:
        measured = run(chosen.bin, Level(streams, gap_ms, chosen.seconds + 2, journal=False, cut=True, spread=True))
        busy, rate = measured.busy(), measured.tokens_per_s()
        table.add("G5", f"tokens/s a core at ≤ 75 % busy, {streams:,} streams", f"≥ {least // 1000} k",
                  f"{rate / 1000:.1f} k at {100 * busy:.0f} %", rate >= least and busy <= 0.75)


def add_accuracy(table: Table, chosen) -> None:
    levels = ((64, 20),) if chosen.quick else ((1, 10), (10, 10), (64, 20), (100, 10), (512, 20), (1000, 20), (2000, 20))
    for streams, gap_ms in levels:
        for user_stamps in (False, True) if streams in (64, 512, 2000) else (False,):
            found = accuracy.measure(chosen.bin, Level(streams, gap_ms, chosen.seconds, user_stamps=user_stamps))
            where = f"{streams:,} streams × {1000 / gap_ms:g}/s, {100 * found.busy:.0f} % busy"
            judged = found.busy <= 0.75
            p50, p99 = found.stamp_us
            if user_stamps:
                table.add("G7", f"stamp error with the fallback, {where}", "p50 ≤ 100 µs, p99 ≤ 10 ms",
                          f"{p50:.1f} µs, {p99 / 1000:.2f} ms", p50 <= 100 and p99 <= 10_000 if judged else None)
                continue
            table.add("G6", f"stamp error with kernel stamps, {where}", "p50 ≤ 5 µs, p99 ≤ 20 µs", f"{p50:.1f} / {p99:.1f} µs",
                      p50 <= 5 and p99 <= 20 if judged and streams >= 64 else None)
            mean, _, ttft_p99 = found.ttft_ms
            table.add("G19", f"TTFT error mean, p99; gap p99 not coalesced, {where}", "≤ 0.1, ≤ 0.2, ≤ 0.1 ms",
                      f"{mean:.3f}, {ttft_p99:.3f}, {found.gap_ms[1]:.3f} ms ({100 * found.coalesced_share:.0f} % coalesced)",
                      abs(mean) <= 0.1 and ttft_p99 <= 0.2 and not found.gap_ms[1] > 0.1 if streams <= 1000 else None)
            table.add("G18", f"tokens of ok requests = the journal's, {where}", "equal",
                      f"{found.mismatched} of {found.requests} differ", found.mismatched == 0)


def add_open_loop(table: Table, chosen) -> None:
    seconds = 3 if chosen.quick else 60
    measured = run(chosen.bin, Level(0, 20, seconds, tokens=20, journal=False, request_rate=200))
    scheduled = len(measured.records)
    dispatched = sorted(r["dispatched"] for r in measured.records if r["dispatched"] is not None)
    late = sorted(r["dispatched"] - r["intended"] for r in measured.records if r["dispatched"] is not None)
    share, p99 = len(dispatched) / scheduled, late[int(0.99 * len(late))] / 1e6
    table.add("G15", f"open loop of 200 requests/s for {seconds} s: achieved / scheduled; dispatch delay p99",
              "1.000 ± 0.001; ≤ 2 ms", f"{share:.4f}; {p99:.3f} ms", abs(share - 1) <= 0.001 and p99 <= 2)


def add_coordinator(table: Table, chosen) -> None:
    command = [str(chosen.bin / "tests/bench/coordinator_bench"), *(["1000000"] if chosen.quick else [])]
    seen = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    plain, logged = seen["tokens_per_cpu_s"] / 1e6, seen["logged_tokens_per_cpu_s"] / 1e6
    table.add("G11", "coordinator: token times decoded and added to a report's gaps, per core, without and with the log",
              "≥ 50 M/s, ≥ 20 M/s", f"{plain:.0f}, {logged:.0f} M/s", plain >= 50 and logged >= 20)
    table.add("G12", f"exact percentiles of {seen['values']:,} values", "≤ 4 s, ≤ 1 GB",
              f"{seen['percentile_s']:.1f} s, {seen['resident_mb']:.0f} MB",
              seen["percentile_s"] <= 4 and seen["resident_mb"] <= 1000 if not chosen.quick else None)


def add_simulator(table: Table, chosen) -> None:
    streams = 64 if chosen.quick else 2000
    rounds = 1 if chosen.quick else 3
    done = subprocess.run([str(ROOT / "tests/bench/sim_capacity.sh"), *map(str, (chosen.bin, streams, chosen.seconds, rounds))],
                          capture_output=True, text=True)
    said = [line for line in done.stdout.splitlines() if line.startswith("lateness p99 in")]
    table.add("–", f"barrage-sim carries {streams:,} streams × 50/s on one core", "lateness p99 ≤ 2 ms", said[-1] if said else done.stderr,
              done.returncode == 0)


def add_start_up(table: Table, chosen) -> None:
    seen = [start_up.measure(chosen.bin / name, 5 if chosen.quick else 50).median_ms for name in start_up.PROGRAMS]
    table.add("–", "--help of barrage, barrage-agent, barrage-sim, median", f"≤ {start_up.LIMIT_MS} ms",
              " / ".join(f"{ms:.1f}" for ms in seen) + " ms", max(seen) <= start_up.LIMIT_MS)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", type=pathlib.Path, default=ROOT / "bazel-bin")
    options.add_argument("--rounds", type=int)
    options.add_argument("--seconds", type=int)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--markdown", type=pathlib.Path)
    chosen = options.parse_args()
    chosen.rounds = chosen.rounds or (1 if chosen.quick else 3)
    chosen.seconds = chosen.seconds or (3 if chosen.quick else 6)
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {chosen.rounds} rounds of {chosen.seconds} s")
    table = Table()
    print("\n".join(table.lines), flush=True)
    for part in (add_start_up, add_coordinator, add_simulator, add_costs, add_scale, add_accuracy, add_open_loop):
        part(table, chosen)
    for number, (gate, test) in BY_TEST.items():
        table.add(number, gate, "always", f"shown by {test}", None)
    if chosen.markdown:
        chosen.markdown.write_text("\n".join([*table.lines, ""]))
    sys.exit(any(line.endswith("MISSED |") for line in table.lines))


if __name__ == "__main__":
    main()
