"""Runs with a client that is hindered in a known way, and runs with nothing in its way."""
import contextlib
import dataclasses
import json
import os
import pathlib
import signal
import sys
import tempfile
import threading
import time

ROOT = (pathlib.Path(os.environ["TEST_SRCDIR"], os.environ["TEST_WORKSPACE"]) if "TEST_SRCDIR" in os.environ
        else pathlib.Path(__file__).resolve().parents[2])
sys.path.append(str(ROOT / "tests/integration"))
import programs  # noqa: E402
from child import Child  # noqa: E402
from servers import Server  # noqa: E402

LAST_CORE = str((os.cpu_count() or 1) - 1)
CLOSED = ("--concurrency", "32", "--benchmark-duration", "3", "--osl", "50")


class CannotHinder(Exception):
    """This machine does not let the client be hindered in this way."""


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


def held_back() -> Seen:
    """Short requests, one after the other on each stream, and the core for a fifth of a millisecond at a time: many a request is
    dispatched before such a pause and sent after it."""
    def ration(agent: Child, pause: threading.Event):
        end = time.monotonic() + 4  # the run begins a little later
        while time.monotonic() < end:
            agent.signal(signal.SIGSTOP)
            pause.wait(0.004)
            agent.signal(signal.SIGCONT)
            stop = time.monotonic() + 0.0002  # shorter than a wait can be
            while time.monotonic() < stop:
                pass

    load = ("--concurrency", "64", "--benchmark-duration", "3", "--osl", "1", "--connection-reuse-strategy", "never")
    return _run("held back", load, [], ration, sim_options=("--gap", "1", "--ttft", "1"))


def overloaded() -> Seen:
    """More than a core can send and read."""
    load = ("--request-rate", "3500", "--request-distribution", "constant", "--benchmark-duration", "3", "--osl", "40",
            "--benchmark-grace-period", "3")
    return _run("overloaded", load, ["taskset", "-c", LAST_CORE], sim_options=("--gap", "1"))


def short_of_files() -> Seen:
    """An open-file limit below the number of streams."""
    load = ("--concurrency", "120", "--benchmark-duration", "2", "--osl", "20")
    return _run("short of files", load, ["prlimit", "--nofile=100:100"])


def short_of_ports() -> Seen:
    """Sixty local ports for 120 streams, in a network of its own."""
    with own_network(60) as inside:
        return _run("short of ports", ("--concurrency", "120", "--benchmark-duration", "2", "--osl", "20"), [], around=inside)


def throttled() -> Seen:
    """A cgroup gives the agent 1 ms of CPU in every 20."""
    with cpu_limit(1000, 20_000) as inside:
        return _run("throttled", CLOSED, inside)


STARVED = (short_of_cpu, paused, overloaded, held_back, short_of_files, throttled, short_of_ports)
TEN_STARVED = (*STARVED, short_of_cpu, paused, throttled)


@contextlib.contextmanager
def own_network(ports: int):
    """Words before a command that put it into a network namespace with a loopback of `ports` local ports. Needs root."""
    setup = f"ip link set lo up && echo '41000 {40999 + ports}' > /proc/sys/net/ipv4/ip_local_port_range && echo ready"
    holder = Child("network", ["unshare", "-n", "sh", "-c", f"{setup} && exec sleep 600"])
    try:
        try:
            holder.wait_for_line("ready", 10)
        except AssertionError as fault:
            raise CannotHinder(f"no network namespace of its own: {fault}") from None
        yield ["nsenter", "-t", str(holder.pid), "-n"]
    finally:
        holder.end()


@contextlib.contextmanager
def cpu_limit(quota_us: int, period_us: int):
    """Words before a command that put it into a cgroup with this much CPU. Needs root, and a hierarchy to write in."""
    name = f"barrage-verdict-{os.getpid()}"
    v1, v2 = pathlib.Path("/sys/fs/cgroup/cpu", name), pathlib.Path("/sys/fs/cgroup", name)
    group = v1 if v1.parent.is_dir() else v2
    try:
        group.mkdir()
        if group == v1:
            (group / "cpu.cfs_period_us").write_text(str(period_us))
            (group / "cpu.cfs_quota_us").write_text(str(quota_us))
        else:
            (group / "cpu.max").write_text(f"{quota_us} {period_us}")
    except OSError as fault:
        if group.is_dir():
            group.rmdir()
        raise CannotHinder(f"no cgroup can be made: {fault}") from None
    try:
        yield ["sh", "-c", f'echo $$ > {group}/cgroup.procs && exec "$@"', "limited"]
    finally:
        _remove(group)


def _remove(group: pathlib.Path) -> None:
    """Once the kernel has let its last process go."""
    pause = threading.Event()
    for _ in range(100):
        try:
            return group.rmdir()
        except OSError:
            pause.wait(0.05)


def _run(kind: str, load: tuple[str, ...], prefix: list[str], meddle=None, sim_options: tuple[str, ...] = ("--gap", "20"),
         around: list[str] | None = None) -> Seen:
    """`prefix` stands before the agent's command alone, `around` before each program's."""
    around = around or []
    sim = Server("barrage-sim", [*around, programs.SIM, "--model", "m", "--ttft", "50", *sim_options], 10)
    port = programs.free_port()
    children = []
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
            agent = Child("agent", [*around, *prefix, programs.AGENT, "--coordinator", f"127.0.0.1:{port}", "--loops", "1",
                                    "--id", "a", "--spool-dir", directory])
            children.append(agent)
            run = Child(kind, [*around, programs.BARRAGE, "profile", "--url", sim.url, "--model", "m", "--isl", "20", *load,
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


def plain(kind: str, load: tuple[str, ...], sim_options: tuple[str, ...] = (), around: list[str] | None = None) -> Seen:
    """A run with nothing in the client's way, against a server with these ways."""
    return _run(kind, load, [], sim_options=sim_options, around=around)
