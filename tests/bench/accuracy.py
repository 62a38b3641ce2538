#!/usr/bin/env python3
"""How far the product's numbers are from what a server really did, at a ladder of loads.

    tests/bench/accuracy.py [--bin DIRECTORY] [--seconds N] [--levels STREAMSxGAP_MS,…] [--markdown FILE]

A run a level with kernel stamps and one with stamps taken in user space: barrage-sim on core 0, the agent on the last
core, TTFT 50 ms, 100 tokens, all streams started at once over warm connections. Needs a quiet machine: it prints the load average.
"""
import argparse
import os
import pathlib

import truth
from sim_run import ROOT, Level, run

LEVELS = "1x10,10x10,100x10,500x10,1000x10,64x20,1000x20,2000x20"
COLUMNS = ("streams", "gap ms", "stamps", "requests", "TTFT mean", "p50", "p99", "gap p50", "p99", "coalesced gap p99",
           "coalesced %", "stamp p50 µs", "p99 µs", "busy %", "CPU µs/token", "verdict")
GATES = """G6: stamp error with kernel stamps ≤ 5 µs (p50), ≤ 20 µs (p99) at ≤ 75 % busy. G7: with the fallback ≤ 100 µs, ≤ 10 ms.
G19: TTFT error ≤ 0.1 ms (mean), ≤ 0.2 ms (p99) at 1 … 1,000 streams; gap error p99 ≤ 0.1 ms where not coalesced."""


def row(bin_directory: pathlib.Path, level: Level) -> tuple[list[str], list[str]]:
    """The cells, and the gates that they miss."""
    measured = run(bin_directory, level)
    errors = truth.compare(measured)
    budget = measured.summary["error_budget"]
    verdict = ", ".join([measured.summary["verdict"], *sorted({r["code"] for r in measured.summary["verdict_reasons"]})])
    stamp = [1e3 * truth.size(errors.stamp, p) for p in (50, 99)]
    ttft = [truth.mean(errors.ttft), truth.size(errors.ttft, 50), truth.size(errors.ttft, 99)]
    gap = [truth.size(errors.gap, 50), truth.size(errors.gap, 99)]
    busy = 100 * budget["cpu_fraction_max"]
    cells = [str(level.streams), f"{level.gap_ms:g}", "user" if level.user_stamps else "kernel", str(errors.requests),
             *(f"{value:.3f}" for value in (*ttft, *gap, truth.size(errors.coalesced_gap, 99))),
             f"{100 * errors.coalesced_share:.1f}", *(f"{value:.1f}" for value in (*stamp, busy)),
             f"{measured.cpu_us_per_token():.1f}", verdict]
    missed = [f"{errors.mismatched} requests have other events than the journal (G18)"] if errors.mismatched else []
    limits = (100, 10_000) if level.user_stamps else (5, 20)
    if busy <= 75 and (stamp[0] > limits[0] or stamp[1] > limits[1]):
        missed.append(f"{'G7' if level.user_stamps else 'G6'}: stamp error {stamp[0]:.1f} / {stamp[1]:.1f} µs")
    if not level.user_stamps and level.streams <= 1000:
        if abs(ttft[0]) > 0.1 or ttft[2] > 0.2:
            missed.append(f"G19: TTFT error {ttft[0]:.3f} mean, {ttft[2]:.3f} ms p99")
        if gap[1] > 0.1:
            missed.append(f"G19: gap error {gap[1]:.3f} ms p99")
    return cells, missed


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", type=pathlib.Path, default=ROOT / "bazel-bin")
    options.add_argument("--seconds", type=int, default=6)
    options.add_argument("--levels", default=LEVELS)
    options.add_argument("--markdown", type=pathlib.Path)
    chosen = options.parse_args()
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    print(f"load average {os.getloadavg()[0]:.1f}\n" + "\n".join(lines), flush=True)
    notes = []
    for text in chosen.levels.split(","):
        streams, gap_ms = text.split("x")
        for user_stamps in (False, True):
            level = Level(int(streams), float(gap_ms), chosen.seconds, user_stamps=user_stamps)
            cells, missed = row(chosen.bin, level)
            lines.append("| " + " | ".join(cells) + " |")
            notes += [f"- {text}, {cells[2]} stamps: {fault}" for fault in missed]
            print(lines[-1], flush=True)
    closing = [GATES, "", *(["Missed:", *notes] if notes else ["No gate was missed."])]
    print("\n".join(closing))
    if chosen.markdown:
        chosen.markdown.write_text("\n".join([*lines, "", *closing, ""]))


if __name__ == "__main__":
    main()
