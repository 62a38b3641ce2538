"""Runs with a client that is hindered in a known way, and runs with nothing in its way."""
import dataclasses
import json
import os
import pathlib
import signal
import sys
import tempfile
import threading

ROOT = (pathlib.Path(os.environ["TEST_SRCDIR"], os.environ["TEST_WORKSPACE"]) if "TEST_SRCDIR" in os.environ
        else pathlib.Path(__file__).resolve().parents[2])
sys.path.append(str(ROOT / "tests/integration"))
import programs  # noqa: E402
from child import Child  # noqa: E402
from servers import Sim  # noqa: E402

LAST_CORE = str((os.cpu_count() or 1) - 1)
CLOSED = ("--concurrency", "32", "--benchmark-duration", "3", "--osl", "50")


@dataclasses.dataclass(frozen=True)
class Seen:
    kind: str
    exit_code: int
    verdict: str         # "" when there was no report
    reasons: list[str]
    told: str

    @property
    def flagged(self) -> bool:
        """The report, or the refusal to run, says that the measurement is not to be trusted."""
        return self.verdict in ("DEGRADED", "INVALID") or (not self.verdict and self.exit_code in (3, 4))


def clean() -> Seen:
    """32 streams of 50 tokens a second on a core of its own."""
    return _run("clean", CLOSED, ["taskset", "-c", LAST_CORE])


def short_of_cpu() -> Seen:
    """The agent has its core for 5 ms in every 65, as under a busy neighbour. By signals: what a scheduler gives to whom
    depends on the machine."""
    def ration(agent: Child, pause: threading.Event):
        for _ in range(40):
            agent.signal(signal.SIGSTOP)
            pause.wait(0.06)
            agent.signal(signal.SIGCONT)
            pause.wait(0.005)

    return _run("short of CPU", CLOSED, [], ration)


def paused() -> Seen:
    """Stopped for half a second in the middle of the run."""
    def stop(agent: Child, pause: threading.Event):
        pause.wait(1.5)
        agent.signal(signal.SIGSTOP)
        pause.wait(0.5)
        agent.signal(signal.SIGCONT)

    return _run("paused", CLOSED, [], stop)


def overloaded() -> Seen:
    """More than a core can send and read."""
    load = ("--request-rate", "3500", "--request-distribution", "constant", "--benchmark-duration", "3", "--osl", "40",
            "--benchmark-grace-period", "3")
    return _run("overloaded", load, ["taskset", "-c", LAST_CORE], sim_gap_ms="1")


def short_of_files() -> Seen:
    """An open-file limit below the number of streams."""
    load = ("--concurrency", "120", "--benchmark-duration", "2", "--osl", "20")
    return _run("short of files", load, ["prlimit", "--nofile=100:100"])


STARVED = (short_of_cpu, paused, overloaded, short_of_files)


def _run(kind: str, load: tuple[str, ...], prefix: list[str], meddle=None, sim_gap_ms: str = "20") -> Seen:
    sim = Sim("--ttft", "50", "--gap", sim_gap_ms, "--model", "m")
    port = programs.free_port()
    children = []
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
            agent = Child("agent", [*prefix, programs.AGENT, "--coordinator", f"127.0.0.1:{port}", "--loops", "1", "--id", "a",
                                    "--spool-dir", directory])
            children.append(agent)
            run = Child(kind, [programs.BARRAGE, "profile", "--url", sim.url, "--model", "m", "--isl", "20", *load,
                               "--expect-agents", "1", "--listen", f"127.0.0.1:{port}", "--artifact-dir", directory + "/out"])
            children.append(run)
            if meddle:
                run.wait_for_line(r"measuring", 60)
                meddle(agent, threading.Event())
            code = run.wait(120)
            found = list(pathlib.Path(directory).glob("out/*/summary.json"))
            summary = json.loads(found[0].read_text()) if found else {"verdict": "", "verdict_reasons": []}
            reasons = [f"{reason['code']} ({reason['observed']})" for reason in summary["verdict_reasons"]]
            return Seen(kind, code, summary["verdict"], reasons, run.output())
    finally:
        for child in (*reversed(children), sim):
            child.end()
