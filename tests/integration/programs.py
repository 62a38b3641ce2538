"""Where the programs under test are: beside a test that Bazel runs, else in bazel-bin."""
import os
import pathlib
import socket

SOURCES = pathlib.Path(__file__).resolve().parents[2]
ROOT = (pathlib.Path(os.environ["TEST_SRCDIR"], os.environ["TEST_WORKSPACE"])
        if "TEST_SRCDIR" in os.environ else SOURCES / "bazel-bin")
BARRAGE = str(ROOT / "coordinator/barrage")
AGENT = str(ROOT / "agent/barrage-agent")
SIM = str(ROOT / "tests/sim/barrage-sim")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
