"""mlx-lm's Python server: another engine and another HTTP stack (HTTP/1.0, no chunks: the connection's end is the end)."""
import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

parser = argparse.ArgumentParser(prog="serve --engine mlx")
parser.add_argument("--model-dir", required=True)
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--parallel", type=int, default=16, help="requests decoded together")
options = parser.parse_args()

if options.port == 0:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        options.port = probe.getsockname()[1]
address = f"http://127.0.0.1:{options.port}"
hub = os.path.join(os.path.dirname(options.model_dir), "hub")  # it lists the models of this folder: none
os.makedirs(hub, exist_ok=True)
child = subprocess.Popen(
    [sys.executable, "-m", "mlx_lm", "server", "--model", options.model_dir, "--host", "127.0.0.1",
     "--port", str(options.port), "--temp", "1.0", "--decode-concurrency", str(options.parallel),
     "--prompt-concurrency", str(options.parallel), "--log-level", "WARNING"],
    env=os.environ | {"HF_HUB_OFFLINE": "1", "HF_HUB_CACHE": hub, "PYTHONWARNINGS": "ignore"}, stdout=sys.stderr)
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda *_: child.kill())

warm_up = json.dumps({"prompt": "warm", "max_tokens": 4, "temperature": 1.0}).encode()
while child.poll() is None:
    try:  # the first request compiles the kernels, for seconds
        urllib.request.urlopen(
            urllib.request.Request(address + "/v1/completions", warm_up, {"Content-Type": "application/json"}),
            timeout=300).read()
        print(address, flush=True)
        break
    except OSError:
        time.sleep(0.2)
sys.exit(child.wait())
