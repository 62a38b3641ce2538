# shellcheck shell=bash
# A run as a Job: its exit code, last line and termination message are the verdict.
begin job

ends_with_its_verdict() {
  apply job simulator results-pvc linger
  k rollout status deployment/barrage-sim --timeout "$patience"
  within 600 last_line
  k logs job/barrage >"$work/out"
  says 'scheduled 320 = ok 320'
}

last_line() { k logs job/barrage | tail -1 | grep -q '^RESULT {'; }

pod() { k get pods -l job-name=barrage -o "jsonpath={.items[0]$1}"; }

results_through_port_forward() {
  k logs job/barrage | tail -1 | cut -d' ' -f2- >"$work/line.json"
  fetch job/barrage 8080 /summary.json >"$work/summary.json"
  fetch job/barrage 8080 /report.html >"$work/report.html"
  fetch job/barrage 8080 /results.tar.zst >"$work/results.tar.zst"
  grep -q '<html' "$work/report.html"
  [[ $(value "$work/summary.json" 'it["verdict"]') == $(value "$work/line.json" 'it["verdict"]') ]]
  zstd --decompress --stdout "$work/results.tar.zst" | tar --list >"$work/out"
  says '/report\.html$'
  says '/records/'
}

metrics() {
  fetch job/barrage 8080 /metrics >"$work/out"
  # As of the agents' last heartbeats: up to a second before the end.
  says '^barrage_requests_ended\{outcome="ok"\} [1-9]'
  says '^barrage_result_folders\{finished="true"\} [1-9]'
}

message_and_exit_code() {
  # Without lingering; agents' Jobs of the last run must go first: a Job is immutable.
  k delete job barrage barrage-agent --ignore-not-found --wait=true
  apply job simulator results-pvc
  ends barrage Complete
  ends barrage-agent Complete
  pod .status.containerStatuses[0].state.terminated.message >"$work/message.json"
  [[ $(pod .status.containerStatuses[0].state.terminated.exitCode) == 0 ]]
  k logs job/barrage | tail -1 | cut -d' ' -f2- >"$work/line.json"
  cmp "$work/message.json" <(printf '%s' "$(<"$work/line.json")")
  [[ $(value "$work/message.json" 'it["ledger"]["ok"], it["exit_code"]') == '(320, 0)' ]]
}

results_outlive_the_pod() {
  # The claim of both runs, seen from a console that is made afterwards.
  k delete job barrage barrage-agent --wait=true
  apply fleet simulator results-pvc
  fleet_is_up
  fetch deploy/barrage 8080 /results/ >"$work/runs.json"
  [[ $(value "$work/runs.json" 'len(it), all(run["finished"] for run in it)') == '(2, True)' ]]
  exits 0 console report /results/"$(value "$work/runs.json" 'it[0]["run"]')"
  says 'scheduled 320 = ok 320'
}

failing_threshold() {
  k delete deployment/barrage statefulset/barrage-agent --wait=true
  local dir
  dir=$(kustomization job simulator)
  cat >>"$dir/kustomization.yaml" <<'YAML'
patches:
- target: {kind: Job, name: barrage}
  patch: |-
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: --assert}
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: "ttft.p50<1ms"}
YAML
  k apply -k "$dir"
  ends barrage Failed
  [[ $(pod .status.containerStatuses[0].state.terminated.exitCode) == 99 ]]
  pod .status.containerStatuses[0].state.terminated.message >"$work/message.json"
  [[ $(value "$work/message.json" 'it["slo_passed"]') == False ]]
}

# An index is tried four times, and each pod tells: the coordinator's time-out, here a second instead of 300.
agents_alone() {
  local dir codes
  k delete job barrage barrage-agent --wait=true
  dir=$(kustomization job simulator)
  cat >>"$dir/kustomization.yaml" <<'YAML'
patches:
- target: {kind: Job, name: barrage-agent}
  patch: |-
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: --coordinator-timeout}
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: 1s}
    - {op: replace, path: /spec/backoffLimitPerIndex, value: 0}
- target: {kind: Job, name: barrage}
  patch: |-
    - {op: replace, path: /spec/parallelism, value: 0}
YAML
  k apply -k "$dir"
  ends barrage-agent Failed
  codes=$(k get pods -l job-name=barrage-agent -o 'jsonpath={.items[*].status.containerStatuses[0].state.terminated.exitCode}')
  [[ $codes == '4 4' ]] || die "exit codes $codes"
  k logs job/barrage-agent >"$work/out"
  says 'no coordinator at barrage:7443'
}

check "the Job runs its plan and ends stdout with RESULT" ends_with_its_verdict
check "--linger: report, summary and archive through a port-forward" results_through_port_forward
check "/metrics shows the run" metrics
check "Job complete, exit code 0, the termination message is the last line's JSON" message_and_exit_code
check "a claim keeps both runs; a later console reports them again" results_outlive_the_pod
check "a threshold that fails: exit 99, the Job has failed and is not run again" failing_threshold
check "agents of a Job without a coordinator: exit 4" agents_alone
