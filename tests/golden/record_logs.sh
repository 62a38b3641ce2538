#!/usr/bin/env bash
# Records the two kept logs of tests/golden/metrics anew, from the programs as built:    tests/golden/record_logs.sh [BIN_DIRECTORY]
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$(realpath "${1:-bazel-bin}") kept=$PWD/tests/golden/metrics
work=$(mktemp -d)
sim=
trap '[[ -z $sim ]] || kill "$sim"; rm -rf "$work"' EXIT
cd "$work"

# record NAME "SIMULATOR OPTIONS" PROFILE_OPTION...
record() {
  local name=$1 simulator=$2
  shift 2
  # shellcheck disable=SC2086
  "$bin/tests/sim/barrage-sim" $simulator >"$name.url" &
  sim=$!
  until [[ -s $name.url ]]; do kill -0 "$sim" && sleep 0.1; done
  "$bin/coordinator/barrage" profile --url "$(head -1 "$name.url")" --model sim --agent-binary "$bin/agent/barrage-agent" \
    --artifact-dir "$name" --progress none "$@" >/dev/null || (($? == 5)) # a run with faults may be judged
  kill "$sim"
  wait "$sim" || true
  sim=
  install -m 644 "$name"/*/records/run.log "$kept/$name/records/run.log"
}

record closed_loop "--ttft 20 --gap 2 --fault truncate@0.04 --fault reset-mid-stream@0.04" --concurrency 6 --request-count 120 \
  --warmup-request-count 6 --isl 40 --osl 12 --output-tokens-stddev 4 --random-seed 4 --local-agents 2
record open_loop "--ttft 15 --gap 2.5 --tokens-per-event 2 --fault truncate@0.05" --request-rate 60 --request-count 120 --isl 30 \
  --osl 10 --random-seed 9
