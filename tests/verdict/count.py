#!/usr/bin/env python3
"""Counts how many starved runs are flagged and how many clean ones are accused. Clean ones need a quiet machine.

    tests/verdict/count.py [--runs N]       (10 of each; the built programs are in bazel-bin)
"""
import argparse
import os

import runs


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=10)
    count = options.parse_args().runs
    print(f"load average {os.getloadavg()[0]:.1f}")
    flagged = {"starved": 0, "clean": 0}
    for number in range(2 * count):
        group = "starved" if number % 2 else "clean"
        seen = runs.STARVED[number // 2 % len(runs.STARVED)]() if number % 2 else runs.clean()
        flagged[group] += seen.flagged
        why = ", ".join(seen.reasons) or seen.told.strip().splitlines()[-1][:120]
        print(f"{seen.kind:15} {seen.verdict or f'exit {seen.exit_code}':9} {why if seen.flagged else ''}", flush=True)
    print(f"starved runs flagged: {flagged['starved']} of {count}; clean runs accused: {flagged['clean']} of {count}")


if __name__ == "__main__":
    main()
