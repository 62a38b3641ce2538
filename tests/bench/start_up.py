#!/usr/bin/python3
"""How long a person waits for --help: the median of many starts of each program, and the CPU time and libraries of one.

    tests/bench/start_up.py [--bin DIRECTORY] [--times N]
"""
import argparse
import dataclasses
import os
import pathlib
import statistics
import subprocess
import time

from sim_run import ROOT

LIMIT_MS = 20
PROGRAMS = ("coordinator/barrage", "agent/barrage-agent", "tests/sim/barrage-sim")


@dataclasses.dataclass(frozen=True)
class StartUp:
    median_ms: float
    least_ms: float
    cpu_ms: float  # median
    libraries: int


def measure(program: pathlib.Path, times: int) -> StartUp:
    walls, cpus = [], []
    for _ in range(times):
        begun = time.monotonic()
        pid = os.posix_spawn(program, [str(program), "--help"], os.environ,
                             file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
        _, status, usage = os.wait4(pid, 0)
        walls.append(1e3 * (time.monotonic() - begun))
        cpus.append(1e3 * (usage.ru_utime + usage.ru_stime))
        if status != 0:
            raise SystemExit(f"{program} --help ended with status {status}")
    loaded = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=True).stdout
    return StartUp(statistics.median(walls), min(walls), statistics.median(cpus), len(loaded.splitlines()))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", type=pathlib.Path, default=ROOT / "bazel-bin")
    options.add_argument("--times", type=int, default=100)
    chosen = options.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f}\n| program | --help ms, median of {chosen.times} | least | CPU ms | libraries | ≤ {LIMIT_MS} ms |\n"
          + "|---" * 6 + "|")
    for name in PROGRAMS:
        seen = measure(chosen.bin / name, chosen.times)
        print(f"| {name.split('/')[-1]} | {seen.median_ms:.1f} | {seen.least_ms:.1f} | {seen.cpu_ms:.1f} | {seen.libraries} | "
              f"{'met' if seen.median_ms <= LIMIT_MS else 'MISSED'} |")


if __name__ == "__main__":
    main()
