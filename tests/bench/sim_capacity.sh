#!/usr/bin/env bash
# Whether barrage-sim keeps its schedule with 2,000 streams of 50 tokens a second on one core: it says how late its writes were, and
# this fails where their p99 is over 2 ms. The floor client reads on the last core.
#   tests/bench/sim_capacity.sh [BIN_DIRECTORY] [STREAMS] [SECONDS]
set -euo pipefail
bin=${1:-$(dirname "$0")/../../bazel-bin} streams=${2:-2000} seconds=${3:-10}
log=$(mktemp)
sim=
trap '[[ -z $sim ]] || kill "$sim" 2>/dev/null || true; rm -f "$log"' EXIT
taskset -c 0 "$bin/tests/sim/barrage-sim" --ttft 50 --gap 20 --model m >"$log" 2>&1 &
sim=$!
until grep --quiet ^http "$log"; do kill -0 "$sim" && sleep 0.1; done
taskset -c "$(($(nproc) - 1))" "$bin/tests/bench/floor_client" --url "$(grep -m1 ^http "$log")" --streams "$streams" \
  --tokens 100 --warmup 2 --duration "$seconds"
read -r cpu_ticks < <(awk '{print $14 + $15}' "/proc/$sim/stat")
kill -TERM "$sim"
wait "$sim" || true
sim=
cat "$log"
awk -v ticks="$cpu_ticks" -v hz="$(getconf CLK_TCK)" -v streams="$streams" '/lateness of/ { for (i = 1; i < NF; ++i) if ($i == "of") tokens = $(i + 1) }
  END { if (tokens > 0) printf "%.1f µs of CPU a token, so %.0f %% of a core for %d streams of 50/s\n", ticks / hz * 1e6 / tokens, ticks / hz * 5e3 / tokens * streams, streams }' "$log"
! grep --quiet WARNING "$log"
