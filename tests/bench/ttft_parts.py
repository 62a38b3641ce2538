#!/usr/bin/python3
"""Where TTFT's error comes from: what the client held back, what went by until the server's kernel had it, how late the first
token was stamped.

    tests/bench/ttft_parts.py [--bin DIRECTORY] [--seconds N] [--rounds N] [--real-time] STREAMSxGAP_MS | RATE/s ...

Reported − true = (sent − dispatched) + (arrival − sent) + (stamp − write), each by the simulator's journal and one clock.
Connecting is in the first part. --real-time: for a machine that is not quiet (root); it prints the load average.
"""
import argparse
import os
import pathlib

import numpy

from sim_run import CONTENT, ROOT, Level, SimRun, run

COLUMNS = ("load", "requests", "error mean", "p50", "p99", "sent − dispatched p99", "arrival − sent p99", "stamp − write mean", "p99",
           "new connections %", "first token coalesced %", "busy %", "verdict")
OK = 1


def parts(measured: SimRun) -> dict[str, numpy.ndarray]:
    """In ms, an element a request."""
    rows = []
    for record in measured.records:
        entry = measured.journal.get(f"{measured.summary['run_id']}-{record['index']}")
        if entry is None or record["outcome"] != OK:
            continue
        first = next(event for event in record["events"] if event[1] == CONTENT)
        written = next(before for before, kind in zip(entry["before_ns"], entry["kinds"]) if kind == "t")
        rows.append((record["request_sent"] - record["dispatched"], entry["arrival_ns"] - record["request_sent"],
                     first[0] - written, not record["reused"], first[3]))
    sent, arrival, stamp, fresh, coalesced = numpy.array(rows, dtype=float).T
    return {"error": (sent + arrival + stamp) / 1e6, "sent": sent / 1e6, "arrival": arrival / 1e6, "stamp": stamp / 1e6,
            "fresh": fresh, "coalesced": coalesced}


def level_of(text: str, seconds: int, real_time: bool) -> Level:
    if text.endswith("/s"):
        return Level(1, 10, seconds, request_rate=float(text[:-2]), real_time=real_time)
    streams, gap_ms = text.split("x")
    return Level(int(streams), float(gap_ms), seconds, real_time=real_time)


def row(text: str, measured: SimRun) -> list[str]:
    part, summary = parts(measured), measured.summary

    def p(name: str, percentile: float) -> str:
        return f"{numpy.percentile(part[name], percentile):.3f}"

    return [text, str(len(part["error"])), f"{part['error'].mean():.3f}", p("error", 50), p("error", 99), p("sent", 99),
            p("arrival", 99), f"{part['stamp'].mean():.3f}", p("stamp", 99), f"{100 * part['fresh'].mean():.1f}",
            f"{100 * part['coalesced'].mean():.1f}", f"{100 * summary['error_budget']['cpu_fraction_max']:.0f}",
            ", ".join([summary["verdict"], *sorted({reason["code"] for reason in summary["verdict_reasons"]})])]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", type=pathlib.Path, default=ROOT / "bazel-bin")
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--real-time", action="store_true")
    options.add_argument("loads", nargs="+")
    chosen = options.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f}\n| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS), flush=True)
    for text in chosen.loads * chosen.rounds:
        measured = run(chosen.bin, level_of(text, chosen.seconds, chosen.real_time))
        print("| " + " | ".join(row(text, measured)) + " |", flush=True)


if __name__ == "__main__":
    main()
