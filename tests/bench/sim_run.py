"""One run of the product against barrage-sim: simulator and agent on cores and in processes of their own."""
import dataclasses
import json
import os
import pathlib
import socket
import struct
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
SAMPLES_S = 0.25
SETTLE_NS = 10**9
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
    spread: bool = False  # TTFTs differ by about a gap, and no two streams go in step, whoever asks and how soon
    request_rate: float | None = None  # an open loop of this rate instead of so many streams
    tokenizer: str = ""   # of --tokenizer
    loops: int = 1        # of the agent, a core each; the simulator gets as many
    real_time: bool = False  # simulator and agent before all else on their cores: for a machine that is not quiet. Needs root

    def pinned(self, cores: str) -> list[str]:
        """Words before the command that has these cores, as taskset takes them."""
        return [*(["chrt", "-f", "5"] if self.real_time else []), "taskset", "-c", cores]


@dataclasses.dataclass(frozen=True)
class Health:
    """A HealthSample's counters since the run began."""
    at_ns: int        # CLOCK_MONOTONIC; the busy share is of the second before
    content_events: int
    busy: float       # of the busiest loop's time
    cpu_ns: int       # of the process
    loop_cpu_ns: int  # of its loops


@dataclasses.dataclass(frozen=True)
class SimRun:
    level: Level
    summary: dict
    records: list[dict]           # of read_log, measured ones
    journal: dict[str, dict]      # by X-Request-ID
    before: "Sample"              # of the agent, before the load
    window: tuple["Sample", "Sample"]  # from when all streams run until dispatch ends
    wire_bytes: int               # what the agent sent to the coordinator, all in all
    health: list[Health]          # the agent's, one a second

    def tokens(self) -> int:
        return sum(event[1] == CONTENT for record in self.records for event in record["events"])

    def tokens_between(self) -> int:
        return sum(self._inside(event[0]) for record in self.records for event in record["events"] if event[1] == CONTENT)

    def requests_between(self) -> int:
        """Those that ended."""
        return sum(self._inside(record["stream_end"]) for record in self.records if record["stream_end"] is not None)

    def cpu_us(self) -> float:
        begin, end = self.window
        return (end.cpu_s - begin.cpu_s) * 1e6

    def cpu_us_per_token(self) -> float:
        return self.cpu_us() / self.tokens_between()

    def tokens_per_s(self) -> float:
        begin, end = self.window
        return self.tokens_between() * 1e9 / (end.at_ns - begin.at_ns)

    def busy(self) -> float:
        """The busiest loop's share of its busiest second."""
        return max(health.busy for health in self.health if self._inside(health.at_ns - 10**9) and self._inside(health.at_ns))

    def kb_per_stream(self) -> float:
        return (self.window[1].resident_kb - self.before.resident_kb) / self.level.streams

    def _inside(self, at_ns: int) -> bool:
        return self.window[0].at_ns <= at_ns < self.window[1].at_ns


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
    ttft_ms = max(level.ttft_ms, 1.5 * level.gap_ms) if level.spread else level.ttft_ms
    command = [*level.pinned(f"0-{level.loops - 1}"), str(bin_directory / "tests/sim/barrage-sim"), "--ttft", str(ttft_ms), "--gap",
               str(level.gap_ms), "--model", "m", "--threads", str(level.loops),
               *(["--ttft-stddev", str(level.gap_ms / 2), "--latency-key", "connection"] if level.spread else [])]
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
            [*level.pinned(last_cores(level.loops)), str(bin_directory / "agent/barrage-agent"), "--coordinator",
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
    return SimRun(level, summary, records, journal, samples[0], _window(level, records, samples), relay.bytes, _health(log))


def _health(log: str) -> list[Health]:
    samples = (read_log.message(fields[3][0]) for number, fields in read_log.entries(log) if number == 6)
    return [Health(*(sample.get(field, [0])[0] for field in (1, 6)), *struct.unpack("<d", sample.get(9, [bytes(8)])[0]),
                   *(sample.get(field, [0])[0] for field in (14, 15))) for sample in samples]


def _sample(agent: subprocess.Popen, coordinator: subprocess.Popen, level: Level, directory: pathlib.Path) -> list[Sample]:
    """From when the log was begun until agent or coordinator end."""
    clock, status, samples = (~agent.pid << 3) | CPU_CLOCK, pathlib.Path(f"/proc/{agent.pid}/status"), []
    pause, deadline = threading.Event(), time.monotonic() + 60
    while not list(directory.glob("out/*/records/run.log")):
        if time.monotonic() > deadline or coordinator.poll() is not None:
            raise SystemExit("no run began")
        pause.wait(0.05)
    deadline = time.monotonic() + level.seconds + 120
    while coordinator.poll() is None and time.monotonic() < deadline:
        resident = next((line for line in status.read_text().splitlines() if line.startswith("VmRSS:")), None)
        if resident is None:
            break
        samples.append(Sample(time.monotonic_ns(), time.clock_gettime(clock), float(resident.split()[1])))
        pause.wait(SAMPLES_S)
    return samples


def _window(level: Level, records: list[dict], samples: list[Sample]) -> tuple[Sample, Sample]:
    dispatched = sorted(record["dispatched"] for record in records if record["dispatched"] is not None)
    if len(dispatched) < max(1, level.streams):
        raise SystemExit(f"only {len(dispatched):,} of {level.streams:,} streams began")
    from_ns, until_ns = dispatched[max(0, level.streams - 1)] + SETTLE_NS, dispatched[0] + level.seconds * 10**9
    inside = [sample for sample in samples if from_ns <= sample.at_ns <= until_ns]
    if len(inside) < 2:
        raise SystemExit(f"{level.seconds} s are too short for {level.streams:,} streams")
    return inside[0], inside[-1]
