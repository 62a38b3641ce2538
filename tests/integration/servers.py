"""Servers to measure: barrage-sim, which keeps a journal of what it really did, and real ones with a tiny model."""
import json
import os
import pathlib
import pwd
import urllib.request

import programs
from child import Child

REAL = programs.SOURCES / "tests/real/serve"


class Server:
    """An OpenAI-compatible server that answers at `url`."""

    def __init__(self, name: str, command: list[str], deadline_s: float, environment: dict[str, str] | None = None):
        self.child = Child(name, command, environment)
        try:
            self.url = self.child.wait_for_line(r"^http://127\.0\.0\.\d+:\d+", deadline_s).group()
        except AssertionError:
            self.child.end()
            raise

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return answer.read().decode()

    def post(self, path: str, body: dict) -> dict:
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def metric(self, name: str) -> float:
        """The sum of a Prometheus metric over its labels."""
        values = [line.rsplit(None, 1)[1] for line in self.get("/metrics").splitlines()
                  if line.split("{")[0].split(" ")[0] == name]
        if not values:
            raise AssertionError(f"{self.child.name} has no metric {name}")
        return sum(map(float, values))

    def end(self) -> None:
        self.child.end()


class Sim(Server):
    def __init__(self, *options: str):
        super().__init__("barrage-sim", [programs.SIM, *options], 10)

    def journal(self) -> list[dict]:
        """One entry for each request that has ended, probes of the model list and the like left out."""
        return [entry for entry in map(json.loads, self.get("/admin/journal").splitlines())
                if entry["method"] == "POST"]


def _home() -> str:
    return os.environ.get("HOME") or pwd.getpwuid(os.getuid()).pw_dir


def start_real(engine: str, *options: str) -> Server:
    """engine: llama or mlx. Needs tests/real/install."""
    return Server(engine, [str(REAL), "--engine", engine, *options], 120, {"HOME": _home()})


def real_model() -> pathlib.Path:
    """The directory of the real servers' model, with its tokenizer.json."""
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path(_home(), ".cache"), "barrage/llm/model")
