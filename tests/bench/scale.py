#!/usr/bin/python3
"""How load and precision scale with the cores of an agent.

    tests/bench/scale.py [--bin DIRECTORY] [--seconds N] [--streams N] [--gap MS] [--loops N,…] [--markdown FILE]

A run a number of loops: one agent with so many event loops on the last cores, barrage-sim with as many threads on the first, the
same number of streams a loop. Cores that are left carry the coordinator: levels that leave none are left out. The ratio is to the
first level, over the loops: 1.00 is linear.
"""
import argparse
import os
import pathlib

import truth
from sim_run import ROOT, Level, run

COLUMNS = ("loops", "streams", "requests", "tokens/s", "a loop", "ratio", "TTFT mean", "p99", "gap p99", "coalesced %",
           "stamp p50 µs", "p99 µs", "busy %", "CPU µs/token", "verdict")


def row(bin_directory: pathlib.Path, level: Level, first_rate: float | None) -> tuple[list[str], float]:
    """The cells, and the tokens a second of one loop."""
    measured = run(bin_directory, level)
    errors = truth.compare(measured)
    if errors.mismatched:
        raise SystemExit(f"{errors.mismatched} requests have other events than the journal's")
    rate = measured.tokens_per_s() / level.loops
    reasons = sorted({reason["code"] for reason in measured.summary["verdict_reasons"]})
    return [str(level.loops), f"{level.streams:,}", f"{errors.requests:,}", f"{measured.tokens_per_s():,.0f}", f"{rate:,.0f}",
            f"{rate / (first_rate or rate):.2f}", f"{truth.mean(errors.ttft):.3f}", f"{truth.size(errors.ttft, 99):.3f}",
            f"{truth.size(errors.gap, 99):.3f}", f"{100 * errors.coalesced_share:.1f}", f"{1e3 * truth.size(errors.stamp, 50):.1f}",
            f"{1e3 * truth.size(errors.stamp, 99):.1f}", f"{100 * measured.summary['error_budget']['cpu_fraction_max']:.0f}",
            f"{measured.cpu_us_per_token():.1f}", ", ".join([measured.summary["verdict"], *reasons])], rate


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", type=pathlib.Path, default=ROOT / "bazel-bin")
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--streams", type=int, default=1000, help="of each loop (1000)")
    options.add_argument("--gap", type=float, default=20, help="ms between tokens (20)")
    options.add_argument("--loops", default="1,2,4,6,8")
    options.add_argument("--markdown", type=pathlib.Path)
    chosen = options.parse_args()
    cores = os.cpu_count() or 2
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    print(f"load average {os.getloadavg()[0]:.1f}, {cores} cores; times in ms\n" + "\n".join(lines), flush=True)
    first_rate = None
    for loops in map(int, chosen.loops.split(",")):
        if loops > 1 and 2 * loops >= cores:
            continue
        cells, rate = row(chosen.bin, Level(chosen.streams * loops, chosen.gap, chosen.seconds, loops=loops), first_rate)
        first_rate = first_rate or rate
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    if chosen.markdown:
        chosen.markdown.write_text("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
