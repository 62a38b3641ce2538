#!/usr/bin/env python3
"""Plays every odd stream that servers are known to send against the built programs, over real sockets, and prints what was
wanted and what was recorded of each. Exits with 1 if a row is red.

    tests/conformance/run [--markdown FILE] [--only PART_OF_A_NAME] [--barrage PROGRAM]
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import captured_cases
import content_cases
import embeddings_cases
import ending_cases
import framing_cases
import responses_cases
from judge import Row, judge
from player import Player
from scripted_case import RUNS, Case
from table import as_markdown, as_text

COMMON = ("--model", "m", "--concurrency", "8", "--use-server-token-count", "--export-level", "raw", "--progress", "none")
RUN_S = 120
FURTHER_TRIES = 5


def all_cases() -> list[Case]:
    return [*ending_cases.CASES, *framing_cases.CASES, *content_cases.CASES, *responses_cases.CASES, *embeddings_cases.CASES,
            *captured_cases.captured()]


def play(barrage: str, run: str, cases: list[Case], directory: pathlib.Path) -> list[Row]:
    """One run: a request a case."""
    player = Player({case.name: case for case in cases})
    prompts = directory / "prompts.jsonl"
    prompts.write_text("".join(json.dumps({"text": f"case {case.name}" + " a" * (case.prompt_bytes // 2)}) + "\n" for case in cases))
    command = [barrage, "profile", "--url", player.url, *COMMON, *RUNS[run], "--input-file", str(prompts), "--request-count",
               str(len(cases)), "--artifact-dir", str(directory / "out")]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=RUN_S, check=False)
    player.end()
    exports = list(directory.glob("out/**/profile_export.jsonl"))
    if not exports:
        raise SystemExit(f"the run '{run}' wrote nothing (exit {finished.returncode}):\n{finished.stderr}")
    lines = {line["metadata"]["x_request_id"]: line for line in map(json.loads, exports[0].read_text().splitlines())}
    rows = []
    for case in cases:
        identity = next((i for i, arrivals in player.played.items() if arrivals[0].case == case.name), None)
        if identity in lines:
            rows.append(judge(case, player.played[identity], lines[identity]))
        else:
            rows.append(Row(case, "no record", None, None, ["no request of it arrived"]))
    return rows


def play_all(barrage: str, cases: list[Case]) -> list[Row]:
    rows = []
    for run in RUNS:
        chosen = [case for case in cases if case.run == run]
        if chosen:
            with tempfile.TemporaryDirectory() as directory:
                rows += play(barrage, run, chosen, pathlib.Path(directory))
    return rows


def conform(barrage: str, only: str = "") -> list[Row]:
    """A row that is red in its times alone is played again: a busy machine wakes a process late, by chance; what is wrong in a
    measurement is wrong each time."""
    rows = play_all(barrage, [case for case in all_cases() if only in case.name])
    for _ in range(FURTHER_TRIES):
        late = [row.case for row in rows if row.faults and all(fault.startswith(("TTFT:", "gap:")) for fault in row.faults)]
        if not late:
            break
        again = {row.case.name: row for row in play_all(barrage, late)}
        rows = [again.get(row.case.name, row) for row in rows]
    return rows


def main():
    here = pathlib.Path(__file__).resolve()
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--barrage", default=str(here.parents[2] / "bazel-bin/coordinator/barrage"))
    options.add_argument("--markdown", type=pathlib.Path)
    options.add_argument("--only", default="")
    chosen = options.parse_args()
    rows = conform(chosen.barrage, chosen.only)
    print(as_text(rows))
    if chosen.markdown:
        chosen.markdown.write_text(as_markdown(rows))
    sys.exit(1 if any(row.faults for row in rows) else 0)


if __name__ == "__main__":
    main()
