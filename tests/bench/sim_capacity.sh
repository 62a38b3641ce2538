#!/usr/bin/env bash
# Whether barrage-sim keeps its schedule with 2,000 streams of 50 tokens a second on one core: it says how late its writes were.
# The floor client reads on the last core.    tests/bench/sim_capacity.sh [BIN_DIRECTORY] [STREAMS] [SECONDS]
set -euo pipefail
bin=${1:-$(dirname "$0")/../../bazel-bin} streams=${2:-2000} seconds=${3:-10}
log=$(mktemp)
trap 'kill "$sim" 2>/dev/null || true; rm -f "$log"' EXIT
taskset -c 0 "$bin/tests/sim/barrage-sim" --ttft 50 --gap 20 --model m >"$log" 2>&1 &
sim=$!
until grep --quiet ^http "$log"; do kill -0 "$sim" && sleep 0.1; done
taskset -c "$(($(nproc) - 1))" "$bin/tests/bench/floor_client" --url "$(grep -m1 ^http "$log")" --streams "$streams" \
  --tokens 100 --warmup 2 --duration "$seconds"
kill -TERM "$sim"
wait "$sim" || true
cat "$log"
