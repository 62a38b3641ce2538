#!/usr/bin/python3
"""What the agent costs beside clients that do less, on the same server.

    tests/bench/cost.py [--bin DIRECTORY] [--rounds N] [--seconds N] [--levels STREAMSxGAP_MS,…] [--requests]

Each round runs the floor client, bare libcurl, wrk (where it is installed) and the agent in turn at each level, barrage-sim on
core 0 and the client on the last core. Times to first token are spread over a gap, so that tokens come to all four alike: a
client that sends all its requests at once would else get many tokens at one wake-up. Printed: the median over rounds of CPU µs
a token, the agent's ratio to each within a round, the bytes a token that the agent sent to the coordinator, and its memory a
stream. --requests adds G4, CPU a request at 8,000 streams over 512. Needs a quiet machine: it prints the load average. With the
defaults it takes seven minutes.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import urllib.request

from sim_run import ROOT, Level, run, start_sim

LEVELS = "64x20,512x20,2000x20,8000x160"
FLOOR_LIMITS = {64: 1.3, 512: 1.7, 2000: 2.0, 8000: 2.3}  # G1
CURL_LIMIT, WRK_LIMIT = 1.2, 1.8                          # G2, G3
MOST_STREAMS = 2000                                       # of these two
MEMORY_LIMIT_KB, BYTES_LIMIT, REQUEST_LIMIT = 24, 3.0, 1.6  # G9, G10, G4
WRK_SCRIPT = """wrk.method = "POST"
wrk.path = "/v1/chat/completions"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{"model":"m","messages":[{"role":"user","content":"Tell me about a fast train."}],"max_tokens":%d,"stream":true,
"stream_options":{"include_usage":true}}]]
"""
LAST_CORE = ["taskset", "-c", str((os.cpu_count() or 2) - 1)]


def yardstick(bin_directory: pathlib.Path, client: str, level: Level) -> float:
    """CPU µs a token of floor_client or curl_client."""
    sim, url = start_sim(bin_directory, level)
    try:
        command = [*LAST_CORE, str(bin_directory / "tests/bench" / client), "--url", url, "--streams", str(level.streams),
                   "--tokens", str(level.tokens), "--warmup", str(1.5 + level.streams / 2000), "--duration",
                   str(max(1, level.seconds - 2))]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["cpu_us_per_token"]
    finally:
        sim.terminate()
        sim.wait()


def generated(url: str) -> float:
    with urllib.request.urlopen(url + "/metrics", timeout=60) as answer:
        return float(re.search(r"^vllm:generation_tokens_total\S* (\S+)", answer.read().decode(), re.MULTILINE)[1])


def wrk(bin_directory: pathlib.Path, level: Level) -> float | None:
    """CPU µs a token of wrk, over all its life: it has no warm-up."""
    if not shutil.which("wrk"):
        return None
    sim, url = start_sim(bin_directory, level)
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(WRK_SCRIPT % level.tokens)
            script.flush()
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([*LAST_CORE, "wrk", "-t", "1", "-c", str(level.streams), "-d", f"{level.seconds}s", "-s", script.name, url],
                           stdout=subprocess.DEVNULL, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e6 / generated(url)
    finally:
        sim.terminate()
        sim.wait()


@dataclasses.dataclass
class Costs:
    """Of one level, a value a round."""
    streams: int
    floor: list[float] = dataclasses.field(default_factory=list)
    curl: list[float | None] = dataclasses.field(default_factory=list)
    wrk: list[float | None] = dataclasses.field(default_factory=list)
    agent: list[float] = dataclasses.field(default_factory=list)
    wire_bytes: list[float] = dataclasses.field(default_factory=list)
    kb: list[float] = dataclasses.field(default_factory=list)
    tokens_per_s: list[float] = dataclasses.field(default_factory=list)
    busy: list[float] = dataclasses.field(default_factory=list)

    @property
    def whole_answers(self) -> bool:
        """Else the run ends before most answers do, and what a record costs by itself is shared by few tokens."""
        return self.streams <= MOST_STREAMS

    def ratio(self, other: list[float | None]) -> float | None:
        ratios = [mine / theirs for mine, theirs in zip(self.agent, other) if theirs]
        return statistics.median(ratios) if ratios else None


def measure_round(bin_directory: pathlib.Path, level: Level, costs: Costs) -> None:
    costs.floor.append(yardstick(bin_directory, "floor_client", level))
    few = level.streams <= MOST_STREAMS
    costs.curl.append(yardstick(bin_directory, "curl_client", level) if few else None)
    costs.wrk.append(wrk(bin_directory, level) if few else None)
    measured = run(bin_directory, level)
    costs.agent.append(measured.cpu_us_per_token())
    costs.wire_bytes.append(measured.wire_bytes / measured.tokens())
    costs.kb.append(measured.kb_per_stream())
    costs.tokens_per_s.append(measured.tokens_per_s())
    costs.busy.append(measured.busy())


def measure_levels(bin_directory: pathlib.Path, levels: str, rounds: int, seconds: int) -> list[Costs]:
    """Rounds are interleaved over the levels."""
    pairs = [text.split("x") for text in levels.split(",")]
    all_costs = [Costs(int(streams)) for streams, _ in pairs]
    for _ in range(rounds):
        for (streams, gap_ms), costs in zip(pairs, all_costs):
            measure_round(bin_directory, Level(int(streams), float(gap_ms), seconds, journal=False, cut=True, spread=True), costs)
    return all_costs


def request_cost_ratio(bin_directory: pathlib.Path) -> float:
    """G4: CPU over requests that ended, at as many requests and tokens a second, so that open streams are all that differs."""
    costs = []
    for streams, slower in ((512, 1), (8000, 8000 / 512)):
        measured = run(bin_directory, Level(streams, 40 * slower, seconds=14, tokens=10, ttft_ms=60 * slower, journal=False, cut=True,
                                            spread=True))
        costs.append(measured.cpu_us() / measured.requests_between())
    return costs[1] / costs[0]


def said(value: float | None, limit: float) -> str:
    return "–" if value is None else f"{value:.2f} {'met' if value <= limit else 'MISSED'}"


def row(costs: Costs) -> str:
    floor_limit = FLOOR_LIMITS.get(costs.streams, 2.3)
    kb, size = statistics.median(costs.kb), statistics.median(costs.wire_bytes)
    cells = [str(costs.streams), *("–" if None in values else f"{statistics.median(values):.2f}"
                                   for values in (costs.floor, costs.curl, costs.wrk, costs.agent)),
             f"{said(costs.ratio(costs.floor), floor_limit)} (≤ {floor_limit})", said(costs.ratio(costs.curl), CURL_LIMIT),
             said(costs.ratio(costs.wrk), WRK_LIMIT), said(size, BYTES_LIMIT) if costs.whole_answers else f"{size:.2f}",
             # Few streams share what an agent takes without any.
             said(kb, MEMORY_LIMIT_KB) if costs.streams >= 512 else f"{kb:.1f}"]
    return "| " + " | ".join(cells) + " |"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", type=pathlib.Path, default=ROOT / "bazel-bin")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=6)
    options.add_argument("--levels", default=LEVELS)
    options.add_argument("--requests", action="store_true")
    chosen = options.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f}")
    print("| streams | floor µs/token | libcurl | wrk | agent | G1 agent/floor | G2 agent/libcurl ≤ 1.2 | G3 agent/wrk ≤ 1.8 | "
          "G10 wire bytes/token ≤ 3.0 | G9 KB/stream ≤ 24 |\n" + "|---" * 10 + "|", flush=True)
    for costs in measure_levels(chosen.bin, chosen.levels, chosen.rounds, chosen.seconds):
        print(row(costs), flush=True)
    if chosen.requests:
        print(f"G4, CPU a request at 8,000 streams over 512: {said(request_cost_ratio(chosen.bin), REQUEST_LIMIT)} (≤ {REQUEST_LIMIT})")


if __name__ == "__main__":
    main()
