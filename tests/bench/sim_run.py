"""One run of the product against barrage-sim: the simulator on one core, the agent on another, as processes of their own."""
import dataclasses
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/coordinator/metrics"))
import read_log  # noqa: E402

CPU_CLOCK = 2  # of a process: CPUCLOCK_SCHED


@dataclasses.dataclass(frozen=True)
class Level:
    streams: int
    gap_ms: float
    seconds: int = 5
    tokens: int = 100
    ttft_ms: float = 50
    user_stamps: bool = False


@dataclasses.dataclass(frozen=True)
class SimRun:
    level: Level
    summary: dict
    records: list[dict]           # of read_log, measured ones
    journal: dict[str, dict]      # by X-Request-ID
    samples: list[tuple[int, float]]  # the agent's: CLOCK_MONOTONIC ns, CPU seconds so far
    batch_bytes: int              # what the agent put into record batches

    def cpu_us_per_token(self) -> float:
        """Between the samples, so that start, warm-up and end are left out."""
        (begin, cpu_begin), (end, cpu_end) = self.samples[0], self.samples[-1]
        tokens = sum(begin <= event[0] < end for record in self.records for event in record["events"] if event[1] == 1)
        return (cpu_end - cpu_begin) * 1e6 / tokens


def start_sim(bin_directory: pathlib.Path, level: Level) -> tuple[subprocess.Popen, str]:
    command = ["taskset", "-c", "0", str(bin_directory / "tests/sim/barrage-sim"), "--ttft", str(level.ttft_ms), "--gap",
               str(level.gap_ms), "--model", "m"]
    sim = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return sim, sim.stdout.readline().strip()


def run(bin_directory: pathlib.Path, level: Level) -> SimRun:
    sim, url = start_sim(bin_directory, level)
    try:
        with tempfile.TemporaryDirectory() as directory:
            return _measure(bin_directory, level, url, pathlib.Path(directory))
    finally:
        sim.terminate()
        sim.wait()


def _measure(bin_directory: pathlib.Path, level: Level, url: str, directory: pathlib.Path) -> SimRun:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    command = [str(bin_directory / "coordinator/barrage"), "profile", "--url", url, "--model", "m", "--concurrency",
               str(level.streams), "--benchmark-duration", str(level.seconds), "--isl", "20", "--num-prompts", "1", "--osl",
               str(level.tokens), "--expect-agents", "1", "--listen", f"127.0.0.1:{port}", "--artifact-dir",
               str(directory / "out"), "--progress", "none", *(["--user-stamps"] if level.user_stamps else [])]
    coordinator = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    agent = subprocess.Popen(["taskset", "-c", str((os.cpu_count() or 2) - 1), str(bin_directory / "agent/barrage-agent"),
                              "--coordinator", f"127.0.0.1:{port}", "--loops", "1", "--once", "--spool-dir", str(directory)],
                             stderr=subprocess.DEVNULL)
    try:
        samples = _sample_cpu(agent, level, directory)
        _, errors = coordinator.communicate(timeout=level.seconds + 120)
    finally:
        agent.terminate()
        agent.wait()
    exports = list(directory.glob("out/*/summary.json"))
    if not exports:
        raise SystemExit(f"the run wrote nothing:\n{errors}")
    log = str(exports[0].parent / "records/run.log")
    summary = json.loads(exports[0].read_text())
    with urllib.request.urlopen(url + "/admin/journal", timeout=300) as answer:
        entries = map(json.loads, answer.read().decode().splitlines())
        journal = {entry["request_id"]: entry for entry in entries if entry["method"] == "POST"}
    batches = sum(len(fields[4][0]) for number, fields in read_log.entries(log) if number == 8)
    records = [record for record in read_log.records(log) if record["index"] >= 0]
    return SimRun(level, summary, records, journal, samples, batches)


def _sample_cpu(agent: subprocess.Popen, level: Level, directory: pathlib.Path) -> list[tuple[int, float]]:
    """Two samples inside the load: some time after the log was begun, and some time before the load ends."""
    clock = (~agent.pid << 3) | CPU_CLOCK
    pause, deadline = threading.Event(), time.monotonic() + 60
    while not list(directory.glob("out/*/records/run.log")):
        if time.monotonic() > deadline:
            raise SystemExit("no run began within a minute")
        pause.wait(0.05)
    samples = []
    for wait in (1.5, max(0.5, level.seconds - 2)):
        pause.wait(wait)
        samples.append((time.monotonic_ns(), time.clock_gettime(clock)))
    return samples
