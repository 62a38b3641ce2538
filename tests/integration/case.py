"""The base of the integration tests: real processes on loopback, each ended when its test ends."""
import os
import pathlib
import tempfile
import threading
import time
import unittest

import programs
import report
import strays
from child import Child
from run import Run, ledger_faults
from servers import Sim

QUICK_S = 30  # for a command that should take a second or two; a busy machine takes more
RUN_S = 120


class IntegrationTest(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"), ignore_cleanup_errors=True)
        self.addCleanup(temporary.cleanup)
        self.directory = pathlib.Path(temporary.name)
        before = strays.adopted(known=set())
        self.addCleanup(lambda: strays.end(strays.adopted(known=set(before))))

    def start(self, name: str, *command: str, environment: dict[str, str] | None = None) -> Child:
        child = Child(name, list(command), environment)
        self.addCleanup(child.end)
        return child

    def start_sim(self, *options: str) -> Sim:
        sim = Sim(*options)
        self.addCleanup(sim.end)
        return sim

    def start_agents(self, count: int, port: int) -> list[Child]:
        """agent-1, agent-2 …, which dial a coordinator on `port` until it is there."""
        return [self.start(f"agent-{n}", programs.AGENT, "--coordinator", f"127.0.0.1:{port}", "--id", f"agent-{n}",
                           "--spool-dir", str(self.directory / f"spool-{n}"))
                for n in range(1, count + 1)]

    def start_profile(self, url: str, name: str, *options: str) -> Child:
        """A run in the background; its files go to self.directory / name. finished() collects it."""
        return self.start(f"barrage profile ({name})", programs.BARRAGE, "profile", "--url", url, "--artifact-dir",
                          str(self.directory / name), *options)

    def finished(self, child: Child, name: str, deadline_s: float = RUN_S) -> Run:
        status = child.wait(deadline_s)
        seconds = time.monotonic() - child.started
        made = sorted((self.directory / name).glob("*/records"))  # NAME/MODEL-openai-ENDPOINT-LOAD/records
        directory = made[0].parent if made else self.directory / name / "none"
        return Run(status, child.stdout, child.stderr, seconds, directory)

    def profile(self, url: str, name: str, *options: str, agents: int = 0, deadline_s: float = RUN_S) -> Run:
        """Runs to the end, with agents that dial in (0: the coordinator starts its own)."""
        if agents:
            port = programs.free_port()
            options = (*options, "--expect-agents", str(agents), "--listen", f"127.0.0.1:{port}")
            fleet = self.start_agents(agents, port)
        run = self.finished(self.start_profile(url, name, *options), name, deadline_s)
        if agents:
            for agent in fleet:
                agent.end()
        return run

    def barrage(self, *arguments: str, deadline_s: float = QUICK_S, environment: dict[str, str] | None = None) -> Run:
        child = self.start("barrage " + arguments[0], programs.BARRAGE, *arguments, environment=environment)
        status = child.wait(deadline_s)
        return Run(status, child.stdout, child.stderr, time.monotonic() - child.started, self.directory / "none")

    def eventually(self, what: str, condition, deadline_s: float):
        """Returns condition()'s first true value; fails when there is none in time."""
        end = time.monotonic() + deadline_s
        pause = threading.Event()
        while not (value := condition()):
            if time.monotonic() > end:
                self.fail(f"{what}: not within {deadline_s} s")
            pause.wait(0.05)
        return value

    def assert_exit(self, run: Run, code: int):
        self.assertEqual(run.exit_code, code, run.told())

    def assert_ledger_balances(self, summary: dict):
        self.assertEqual(ledger_faults(summary), [])

    def reasons(self, summary: dict) -> list[str]:
        return [reason["code"] for reason in summary["verdict_reasons"]]


def main():
    strays.adopt()
    report.main()
