#!/usr/bin/env python3
"""Counts how many starved runs are flagged and how many clean ones are accused. Clean ones need a quiet machine.

    tests/verdict/count.py [--runs N] [--only starved|clean]       (10 of each; the built programs are in bazel-bin)

Exits 1 where a starved run was not flagged or a clean one was accused.
"""
import argparse
import os
import sys

import runs


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=10)
    options.add_argument("--only", choices=("starved", "clean"))
    chosen = options.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f}")
    flagged, made = {"starved": 0, "clean": 0}, {"starved": 0, "clean": 0}
    for number in range(2 * chosen.runs):
        group = "starved" if number % 2 else "clean"
        if chosen.only in (None, group):
            kind = runs.TEN_STARVED[number // 2 % len(runs.TEN_STARVED)] if number % 2 else runs.clean
            try:
                seen = kind()
            except runs.CannotHinder as fault:
                print(f"{kind.__name__:15} left out: {fault}".splitlines()[0], flush=True)
                continue
            made[group] += 1
            flagged[group] += seen.flagged
            why = ", ".join(seen.reasons) or seen.told.strip().splitlines()[-1][:120]
            print(f"{seen.kind:15} {seen.verdict or f'exit {seen.exit_code}':9} {why if seen.flagged else ''}", flush=True)
    print(f"starved runs flagged: {flagged['starved']} of {made['starved']}; "
          f"clean runs accused: {flagged['clean']} of {made['clean']}")
    sys.exit(0 if flagged["starved"] == made["starved"] and flagged["clean"] == 0 else 1)


if __name__ == "__main__":
    main()
