#!/usr/bin/env python3
"""What the agent costs over a client that does the least, on the same server.

    tests/bench/cost.py [--bin DIRECTORY] [--rounds N] [--seconds N] [--levels STREAMS,…] [--requests]

Each round runs the floor client and the agent in turn at each number of streams, 50 tokens/s a stream, barrage-sim on core 0 and the
client on the last core. Printed: the median over rounds of CPU µs a token, their ratio within a round, and the bytes of
record batches a token. --requests adds G4, CPU a request at 8,000 streams over 512.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess

from sim_run import ROOT, Level, run, start_sim

LIMITS = {64: 1.3, 512: 1.7, 2000: 2.0, 8000: 2.3}  # G1
BYTES_LIMIT = 3.0                                   # G10


def floor(bin_directory: pathlib.Path, level: Level) -> dict:
    sim, url = start_sim(bin_directory, level)
    try:
        command = ["taskset", "-c", str((os.cpu_count() or 2) - 1), str(bin_directory / "tests/bench/floor_client"), "--url", url,
                   "--streams", str(level.streams), "--tokens", str(level.tokens), "--warmup", "2", "--duration",
                   str(level.seconds)]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    finally:
        sim.terminate()
        sim.wait()


def compare(chosen, streams: int) -> None:
    level = Level(streams, 20, chosen.seconds)
    ratios, floors, agents, sizes = [], [], [], []
    for _ in range(chosen.rounds):
        floors.append(floor(chosen.bin, level)["cpu_us_per_token"])
        measured = run(chosen.bin, level)
        agents.append(measured.cpu_us_per_token())
        ratios.append(agents[-1] / floors[-1])
        sizes.append(measured.batch_bytes / sum(len(record["events"]) for record in measured.records))
    ratio, size, limit = statistics.median(ratios), statistics.median(sizes), LIMITS.get(streams)
    met = "–" if limit is None else f"≤ {limit} {'met' if ratio <= limit else 'MISSED'}"
    print(f"| {streams} | {statistics.median(floors):.2f} | {statistics.median(agents):.2f} | {ratio:.2f} | {met} | {size:.2f} | "
          f"≤ {BYTES_LIMIT} {'met' if size <= BYTES_LIMIT else 'MISSED'} |", flush=True)


def per_request(chosen) -> None:
    """G4: the same tokens a second at both, so that streams are what differs."""
    costs = []
    for streams, gap_ms in ((512, 10), (8000, 160)):
        measured = run(chosen.bin, Level(streams, gap_ms, max(chosen.seconds, 20)))
        tokens = statistics.mean(len(record["events"]) for record in measured.records)
        costs.append(measured.cpu_us_per_token() * tokens)
    print(f"CPU a request at 512 streams {costs[0]:.0f} µs, at 8,000 {costs[1]:.0f} µs: {costs[1] / costs[0]:.2f} (G4: ≤ 1.6)")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", type=pathlib.Path, default=ROOT / "bazel-bin")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=8)
    options.add_argument("--levels", default="64,512,2000")
    options.add_argument("--requests", action="store_true")
    chosen = options.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f}")
    print("| streams | floor µs/token | agent µs/token | ratio | G1 | batch bytes/token | G10 |\n" + "|---" * 7 + "|", flush=True)
    for streams in chosen.levels.split(","):
        compare(chosen, int(streams))
    if chosen.requests:
        per_request(chosen)


if __name__ == "__main__":
    main()
