#!/usr/bin/env bash
# Whether barrage-sim keeps its schedule with 2,000 streams of 50 tokens a second on one core: it says how late its writes were, and
# this fails where their p99, the median of the rounds, is over 2 ms while all streams ran. The floor client reads on the last core.
#   tests/bench/sim_capacity.sh [BIN_DIRECTORY] [STREAMS] [SECONDS] [ROUNDS]
set -euo pipefail
bin=${1:-$(dirname "$0")/../../bazel-bin} streams=${2:-2000} seconds=${3:-10} rounds=${4:-3}
log=$(mktemp) seen=$(mktemp)
sim= client=
trap 'for process in $client $sim; do kill "$process" 2>/dev/null || true; done; rm -f "$log" "$seen"' EXIT
last=$(($(nproc) - 1))
ticks() { awk '{print $14 + $15}' "/proc/$sim/stat"; }

for ((round = 0; round < rounds; ++round)); do
  taskset -c 0 "$bin/tests/sim/barrage-sim" --ttft 50 --gap 20 --model m >"$log" 2>&1 &
  sim=$!
  until grep --quiet ^http "$log"; do kill -0 "$sim" && sleep 0.1; done
  url=$(grep -m1 ^http "$log")
  taskset -c "$last" "$bin/tests/bench/floor_client" --url "$url" --streams "$streams" --tokens 100 --warmup 2 \
    --duration "$((seconds + 1))" &
  client=$!
  # The client's streams begin one after another in its two seconds of warm-up: what is counted begins after them.
  sleep 2.5
  taskset -c "$last" /usr/bin/python3 -c \
    'import sys, urllib.request; urllib.request.urlopen(urllib.request.Request(sys.argv[1], method="POST"))' "$url/admin/reset"
  begun=$(ticks)
  wait "$client"
  used=$(($(ticks) - begun))
  client=
  kill -TERM "$sim"
  wait "$sim" || true
  sim=
  grep --invert-match ^http "$log"
  awk -v ticks="$used" -v hz="$(getconf CLK_TCK)" -v streams="$streams" -v seen="$seen" '
    /lateness of/ { for (i = 1; i < NF; ++i) { if ($i == "of") tokens = $(i + 1); if ($i == "p99" && $(i + 1) ~ /^[0-9.]+$/) p99 = $(i + 1) } }
    END {
      if (!(tokens > 0) || p99 == "") { print "it did not say how late it wrote"; exit 1 }
      printf "%.1f µs of CPU a token, so %.0f %% of a core for %d streams of 50/s\n", ticks / hz * 1e6 / tokens, ticks / hz * 5e3 / tokens * streams, streams
      print p99 >> seen
    }' "$log"
done
sort -n "$seen" | awk '
  { p99[NR] = $1 }
  END {
    median = p99[int((NR + 1) / 2)]
    printf "lateness p99 in %d rounds: median %.3f ms, least %.3f, most %.3f\n", NR, median, p99[1], p99[NR]
    if (median > 2) { print "MISSED: over 2 ms"; exit 1 }
  }'
