# shellcheck shell=bash
# A pod that goes in the middle of a run.
begin losses
run=(profile -u http://target:8000 --expect-agents 4 --concurrency 16)

comes_up() { apply demo; fleet_is_up; }

# A run of five minutes in the background: its output is in $work/long.
start_long_run() {
  console "${run[@]}" --benchmark-duration 300 --run-name long >"$work/long" 2>&1 &
  long=$!
  within 120 grep -q 'measuring 00:' "$work/long"
  sleep 3  # so that there is something to lose
}

agent_is_killed() {
  local status=0 begin=$SECONDS
  start_long_run
  k delete pod barrage-agent-2 --grace-period 0 --force
  wait "$long" || status=$?
  cp "$work/long" "$work/out"
  cat "$work/out"
  ((status == 4)) || die "exit $status, not 4"
  ((SECONDS - begin < 200)) || die "the run went on for $((SECONDS - begin)) s"
  says 'Verdict  INVALID'
  says 'barrage-agent-2'
}

log_is_readable() {
  fetch deploy/barrage 8080 /results/ >"$work/runs.json"
  exits 4 console report /results/"$(value "$work/runs.json" 'it[0]["run"]')"
  says 'barrage-agent-2'
}

# As `kubectl delete pod` does it: the agent is told, ends its streams, uploads and leaves.
agent_is_deleted() {
  local status=0
  start_long_run
  k delete pod barrage-agent-1 --wait=false
  wait "$long" || status=$?
  cp "$work/long" "$work/out"
  cat "$work/out"
  ((status == 4)) || die "exit $status, not 4"
  says 'barrage-agent-1'
  ! grep -q 'lost_agent' "$work/out" || die "an agent that was asked to leave took records with it"
}

pod_comes_back_under_its_name() {
  fleet_is_up
  exits 0 console "${run[@]}" --request-count 160 --osl 32
}

# How many requests the target has ended or still has, as its replicas count them.
requests_at_target() {
  local pod
  for pod in $(k get pods -l app.kubernetes.io/name=barrage-sim -o name); do fetch "$pod" 8000 /metrics; done |
    awk '/^vllm:(request_success_total|num_requests_running|num_requests_waiting)[ {]/ {sum += $NF} END {print sum + 0}'
}

coordinator_is_deleted() {
  local n before after
  start_long_run
  k delete pod -l app.kubernetes.io/component=coordinator --grace-period 0 --force
  wait "$long" && die "the run ended well"
  sleep 8  # the lease is 6 s
  before=$(requests_at_target)
  sleep 3
  after=$(requests_at_target)
  printf 'the target had %d requests, 3 seconds later %d\n' "$before" "$after"
  ((before > 0 && before == after)) || die "agents still fire"
  for n in 0 1 2 3; do
    fetch "pod/barrage-agent-$n" 8081 /metrics >"$work/out"
    says '^barrage_agent_connected 0'
    says '^barrage_agent_in_flight 0'
  done
}

agents_serve_the_next_one() {
  fleet_is_up
  exits 0 console "${run[@]}" --request-count 160 --osl 32
  says 'scheduled 160 = ok 160'
}

check "a fleet is there" comes_up
check "an agent pod is killed: the run ends, exit 4, INVALID, the agent named" agent_is_killed
check "the log of that run can be reported again" log_is_readable
check "the pod comes back under its name, and the next run is complete" pod_comes_back_under_its_name
check "an agent pod is deleted: exit 4, the agent named, its records not lost" agent_is_deleted
check "the coordinator's pod is killed: the agents stop within the lease" coordinator_is_deleted
check "they serve the next coordinator" agents_serve_the_next_one
