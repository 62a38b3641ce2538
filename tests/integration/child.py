"""A child process: in a group of its own, its output in files (a grandchild may hold them open), every wait with a deadline."""
import os
import re
import signal
import subprocess
import tempfile
import threading
import time

KINDS = ("stdout", "stderr")


class Child:
    """Runs `command` at once. end() must follow; waits raise AssertionError with the output so far when they run out of time."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str] | None = None):
        self.name = name
        self._files = {kind: tempfile.TemporaryFile(dir=os.environ.get("TEST_TMPDIR")) for kind in KINDS}
        self.started = time.monotonic()
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True,
                                         env=os.environ | (environment or {}), **self._files)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def stdout(self) -> str:
        return self._text("stdout")

    @property
    def stderr(self) -> str:
        return self._text("stderr")

    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait_for_line(self, pattern: str, deadline_s: float) -> re.Match:
        """Returns the first match in a whole line of stdout or stderr, also when it was printed before this call."""
        expression = re.compile(pattern)
        end = time.monotonic() + deadline_s
        pause = threading.Event()
        while True:
            running = self.is_running()
            for kind in KINDS:
                for line in self._text(kind).splitlines(keepends=True):
                    if line.endswith("\n") and (match := expression.search(line)):
                        return match
            if not running or time.monotonic() > end:
                raise AssertionError(f"{self.name} printed no line like {pattern!r} within {deadline_s} s\n{self.output()}")
            pause.wait(0.02)

    def wait(self, deadline_s: float) -> int:
        """Returns the exit status (negative: ended by that signal)."""
        try:
            return self._process.wait(deadline_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} still runs after {deadline_s} s\n{self.output()}") from None

    def signal(self, number: signal.Signals) -> None:
        """To the process alone, not to its group."""
        self._process.send_signal(number)

    def end(self) -> None:
        """SIGTERM, and SIGKILL for what is left of the group after five seconds. May be called again."""
        if self.is_running():
            self.signal(signal.SIGTERM)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.wait(5)

    def output(self) -> str:
        """For messages: the last lines of both streams."""
        return "\n".join(f"--- {self.name}: {kind}\n" + "\n".join(text.splitlines()[-60:])
                         for kind in KINDS if (text := self._text(kind)))

    def _text(self, kind: str) -> str:
        # A read at an offset leaves the place alone at which the child writes on.
        descriptor = self._files[kind].fileno()
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode(errors="replace")
