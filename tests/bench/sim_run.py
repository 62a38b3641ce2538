"""One run of the product against barrage-sim: simulator and agent on cores and in processes of their own."""
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

ROOT = pathlib.Path(__file__).absolute().parents[2]
sys.path.append(str(ROOT / "tests/coordinator/metrics"))
import read_log  # noqa: E402
from byte_counter import ByteCounter  # noqa: E402

CPU_CLOCK = 2  # of a process: CPUCLOCK_SCHED
CONTENT = 1    # the kind of an event that brings a token


@dataclasses.dataclass(frozen=True)
class Level:
    streams: int
    gap_ms: float
    seconds: int = 5
    tokens: int = 100
    ttft_ms: float = 50
    user_stamps: bool = False
    journal: bool = True  # fetch it: what the simulator sent, to set the records against
    cut: bool = False     # end with the duration, not with the last stream
    request_rate: float | None = None  # an open loop of this rate instead of so many streams
    tokenizer: str = ""   # of --tokenizer
    loops: int = 1        # of the agent, a core each; the simulator gets as many


@dataclasses.dataclass(frozen=True)
class Health:
    """A HealthSample's counters since the run began."""
    content_events: int
    cpu_ns: int       # of the process
    loop_cpu_ns: int  # of its loops


@dataclasses.dataclass(frozen=True)
class SimRun:
    level: Level
    summary: dict
    records: list[dict]           # of read_log, measured ones
    journal: dict[str, dict]      # by X-Request-ID
    samples: list["Sample"]       # of the agent: before the load, and two inside it
    wire_bytes: int               # what the agent sent to the coordinator, all in all
    health: list[Health]          # the agent's, one a second

    def tokens(self) -> int:
        return sum(event[1] == CONTENT for record in self.records for event in record["events"])

    def tokens_between(self) -> int:
        """Between the two samples, so that start, warm-up and end are left out."""
        begin, end = self.samples[-2].at_ns, self.samples[-1].at_ns
        return sum(begin <= event[0] < end for record in self.records for event in record["events"] if event[1] == CONTENT)

    def cpu_us_per_token(self) -> float:
        return (self.samples[-1].cpu_s - self.samples[-2].cpu_s) * 1e6 / self.tokens_between()

    def tokens_per_s(self) -> float:
        return self.tokens_between() * 1e9 / (self.samples[-1].at_ns - self.samples[-2].at_ns)

    def kb_per_stream(self) -> float:
        return (self.samples[-1].resident_kb - self.samples[0].resident_kb) / self.level.streams


@dataclasses.dataclass(frozen=True)
class Sample:
    at_ns: int          # CLOCK_MONOTONIC
    cpu_s: float        # so far
    resident_kb: float


def last_cores(count: int) -> str:
    """As taskset takes them."""
    cores = os.cpu_count() or 2
    return f"{cores - count}-{cores - 1}"


def start_sim(bin_directory: pathlib.Path, level: Level) -> tuple[subprocess.Popen, str]:
    command = ["taskset", "-c", f"0-{level.loops - 1}", str(bin_directory / "tests/sim/barrage-sim"), "--ttft", str(level.ttft_ms),
               "--gap", str(level.gap_ms), "--model", "m", "--threads", str(level.loops)]
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
    command = [str(bin_directory / "coordinator/barrage"), "profile", "--url", url, "--model", "m",
               *(["--request-rate", str(level.request_rate)] if level.request_rate else ["--concurrency", str(level.streams)]),
               "--benchmark-duration", str(level.seconds), "--isl", "20", "--num-prompts", "1", "--osl",
               str(level.tokens), "--expect-agents", "1", "--listen", f"127.0.0.1:{port}", "--artifact-dir",
               str(directory / "out"), "--progress", "none", "--no-server-metrics",
               *(["--user-stamps"] if level.user_stamps else []),
               *(["--benchmark-grace-period", "0"] if level.cut else []),
               *(["--tokenizer", level.tokenizer] if level.tokenizer else [])]
    coordinator = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    with ByteCounter(port) as relay:
        agent = subprocess.Popen(
            ["taskset", "-c", last_cores(level.loops), str(bin_directory / "agent/barrage-agent"), "--coordinator",
             f"127.0.0.1:{relay.port}", "--loops", str(level.loops), "--once", "--spool-dir", str(directory)],
            stderr=subprocess.DEVNULL)
        try:
            samples = _sample(agent, coordinator, level, directory)
            _, errors = coordinator.communicate(timeout=level.seconds + 120)
        finally:
            coordinator.kill()
            coordinator.wait()
            agent.terminate()
            agent.wait()
    exports = list(directory.glob("out/*/summary.json"))
    if not exports:
        raise SystemExit(f"the run wrote nothing:\n{errors}")
    log = str(exports[0].parent / "records/run.log")
    summary = json.loads(exports[0].read_text())
    journal = {}
    if level.journal:
        with urllib.request.urlopen(url + "/admin/journal", timeout=300) as answer:
            entries = map(json.loads, answer.read().decode().splitlines())
            journal = {entry["request_id"]: entry for entry in entries if entry["method"] == "POST"}
    records = [record for record in read_log.records(log) if record["index"] >= 0]
    return SimRun(level, summary, records, journal, samples, relay.bytes, _health(log))


def _health(log: str) -> list[Health]:
    samples = (read_log.message(fields[3][0]) for number, fields in read_log.entries(log) if number == 6)
    return [Health(*(sample.get(field, [0])[0] for field in (6, 14, 15))) for sample in samples]


def _sample(agent: subprocess.Popen, coordinator: subprocess.Popen, level: Level, directory: pathlib.Path) -> list[Sample]:
    """Before the load; some time after the log was begun, when all streams run; and some time before the load ends."""
    clock = (~agent.pid << 3) | CPU_CLOCK

    def sample() -> Sample:
        status = pathlib.Path(f"/proc/{agent.pid}/status").read_text()
        resident = next((line for line in status.splitlines() if line.startswith("VmRSS:")), None)
        if resident is None:
            raise SystemExit(f"the agent ended before its {level.streams:,} streams did")
        return Sample(time.monotonic_ns(), time.clock_gettime(clock), float(resident.split()[1]))

    pause, deadline = threading.Event(), time.monotonic() + 60
    while not list(directory.glob("out/*/records/run.log")):
        if time.monotonic() > deadline or coordinator.poll() is not None:
            raise SystemExit("no run began")
        pause.wait(0.05)
    samples = [sample()]
    for wait in (1.5 + level.streams / 2000, max(0.5, level.seconds - 2)):
        pause.wait(wait)
        samples.append(sample())
    return samples
