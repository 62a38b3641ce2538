#!/usr/bin/python3
"""How far the product's numbers are from what a server really did, at a ladder of loads.

    tests/bench/accuracy.py [--bin DIRECTORY] [--seconds N] [--levels STREAMSxGAP_MS,…] [--markdown FILE]

A run a level with kernel stamps and one with stamps taken in user space: barrage-sim on core 0, the agent on the last
core, TTFT 50 ms, 100 tokens, all streams started at once over warm connections. Needs a quiet machine: it prints the load average.
"""
import argparse
import dataclasses
import os
import pathlib

import truth
from sim_run import ROOT, Level, run

LEVELS = "1x10,10x10,100x10,500x10,1000x10,64x20,1000x20,2000x20"
COLUMNS = ("streams", "gap ms", "stamps", "requests", "TTFT mean", "p50", "p99", "gap p50", "p99", "coalesced gap p99",
           "coalesced %", "stamp p50 µs", "p99 µs", "busy %", "CPU µs/token", "verdict")
GATES = """G6: stamp error with kernel stamps ≤ 5 µs (p50), ≤ 20 µs (p99) at ≤ 75 % busy. G7: with the fallback ≤ 100 µs, ≤ 10 ms.
G19: TTFT error ≤ 0.1 ms (mean), ≤ 0.2 ms (p99) at 1 … 1,000 streams; gap error p99 ≤ 0.1 ms where not coalesced."""


@dataclasses.dataclass(frozen=True)
class Found:
    """Measured − true at one level; percentiles are of |error|."""
    requests: int
    mismatched: int                  # requests with other events than the journal's
    ttft_ms: tuple[float, float, float]  # mean, p50, p99
    gap_ms: tuple[float, float]      # p50, p99 of what is not coalesced
    coalesced_gap_p99_ms: float
    coalesced_share: float
    stamp_us: tuple[float, float]    # p50, p99
    busy: float
    cpu_us_per_token: float
    verdict: str


def measure(bin_directory: pathlib.Path, level: Level) -> Found:
    measured = run(bin_directory, level)
    errors = truth.compare(measured)
    summary = measured.summary
    return Found(
        requests=errors.requests, mismatched=errors.mismatched,
        ttft_ms=(truth.mean(errors.ttft), truth.size(errors.ttft, 50), truth.size(errors.ttft, 99)),
        gap_ms=(truth.size(errors.gap, 50), truth.size(errors.gap, 99)),
        coalesced_gap_p99_ms=truth.size(errors.coalesced_gap, 99), coalesced_share=errors.coalesced_share,
        stamp_us=(1e3 * truth.size(errors.stamp, 50), 1e3 * truth.size(errors.stamp, 99)),
        busy=summary["error_budget"]["cpu_fraction_max"], cpu_us_per_token=measured.cpu_us_per_token(),
        verdict=", ".join([summary["verdict"], *sorted({reason["code"] for reason in summary["verdict_reasons"]})]))


def row(level: Level, found: Found) -> tuple[list[str], list[str]]:
    """The cells, and the gates that they miss."""
    cells = [str(level.streams), f"{level.gap_ms:g}", "user" if level.user_stamps else "kernel", str(found.requests),
             *(f"{value:.3f}" for value in (*found.ttft_ms, *found.gap_ms, found.coalesced_gap_p99_ms)),
             f"{100 * found.coalesced_share:.1f}", *(f"{value:.1f}" for value in (*found.stamp_us, 100 * found.busy)),
             f"{found.cpu_us_per_token:.1f}", found.verdict]
    missed = [f"{found.mismatched} requests have other events than the journal (G18)"] if found.mismatched else []
    limits = (100, 10_000) if level.user_stamps else (5, 20)
    if found.busy <= 0.75 and (found.stamp_us[0] > limits[0] or found.stamp_us[1] > limits[1]):
        missed.append(f"{'G7' if level.user_stamps else 'G6'}: stamp error {found.stamp_us[0]:.1f} / {found.stamp_us[1]:.1f} µs")
    if not level.user_stamps and level.streams <= 1000:
        if abs(found.ttft_ms[0]) > 0.1 or found.ttft_ms[2] > 0.2:
            missed.append(f"G19: TTFT error {found.ttft_ms[0]:.3f} mean, {found.ttft_ms[2]:.3f} ms p99")
        if found.gap_ms[1] > 0.1:
            missed.append(f"G19: gap error {found.gap_ms[1]:.3f} ms p99")
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
            cells, missed = row(level, measure(chosen.bin, level))
            lines.append("| " + " | ".join(cells) + " |")
            notes += [f"- {text}, {cells[2]} stamps: {fault}" for fault in missed]
            print(lines[-1], flush=True)
    closing = [GATES, "", *(["Missed:", *notes] if notes else ["No gate was missed."])]
    print("\n".join(closing))
    if chosen.markdown:
        chosen.markdown.write_text("\n".join([*lines, "", *closing, ""]))


if __name__ == "__main__":
    main()
