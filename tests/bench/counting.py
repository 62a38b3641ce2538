#!/usr/bin/python3
"""What counting tokens costs the agent: the loop nothing, its uploader's thread some.

    tests/bench/counting.py [--bin DIRECTORY] [--rounds N] [--seconds N] [--streams N] [--tokenizer FILE]

Each round runs the same load without a tokenizer and with one, in turn; barrage-sim on core 0, the agent on the last core. Printed
for each: CPU of the loop and of the whole agent a token in µs, between its first and last second of load, and the loop's lateness.
"""
import argparse
import os
import pathlib
import statistics

from sim_run import ROOT, Level, SimRun, run


def costs(measured: SimRun) -> tuple[float, float, float, float]:
    """Loop and agent µs a token; lateness p50 and p99 in µs."""
    busy = [sample for before, sample in zip(measured.health, measured.health[1:])
            if sample.content_events > before.content_events]
    first, last = busy[0], busy[-1]
    tokens = last.content_events - first.content_events
    lateness = measured.summary["error_budget"]["loop_lateness_ns"]
    return ((last.loop_cpu_ns - first.loop_cpu_ns) / 1e3 / tokens, (last.cpu_ns - first.cpu_ns) / 1e3 / tokens,
            lateness["p50"] / 1e3, lateness["p99"] / 1e3)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", type=pathlib.Path, default=ROOT / "bazel-bin")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=8)
    options.add_argument("--streams", type=int, default=64)
    options.add_argument("--tokenizer", default=str(ROOT / "tests/common/tokenizer/testdata/tokenizer.json"))
    chosen = options.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f}, {chosen.streams} streams of 50 tokens/s")
    print("| tokenizer | loop µs/token | agent µs/token | lateness p50 µs | lateness p99 µs |\n" + "|---" * 5 + "|", flush=True)
    found: dict[str, list[tuple[float, ...]]] = {"none": [], "counting": []}
    for _ in range(chosen.rounds):
        for name, tokenizer in (("none", ""), ("counting", chosen.tokenizer)):
            measured = run(chosen.bin, Level(chosen.streams, 20, chosen.seconds, tokenizer=tokenizer))
            expected = "tokenizer" if tokenizer else "usage"
            if measured.summary["token_source"] != expected:
                raise SystemExit(f"tokens were counted by {measured.summary['token_source']}, not by {expected}")
            found[name].append(costs(measured))
            print(f"| {name} | " + " | ".join(f"{value:.2f}" for value in found[name][-1]) + " |", flush=True)
    for name, rows in found.items():
        print(f"| {name}, median | " + " | ".join(f"{statistics.median(column):.2f}" for column in zip(*rows)) + " |")


if __name__ == "__main__":
    main()
