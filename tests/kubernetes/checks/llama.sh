# shellcheck shell=bash
# A real LLM server in the cluster: llama.cpp's, with a tiny model. Its image is tests/kubernetes/model-image's.
begin llama
answers=(--isl 40 --osl 32 --extra-inputs ignore_eos:true)

# What a person changes for a server of their own: the labels in the target's policy.
only_to_llama() {
  cat >>"$1/kustomization.yaml" <<'YAML'
patches:
- target: {kind: NetworkPolicy, name: barrage-target}
  patch: |-
    - {op: replace, path: /spec/egress, value: [{to: [{podSelector: {matchLabels: {app.kubernetes.io/name: llama}}}], ports: [{port: 8000}]}]}
YAML
}

comes_up() {
  local dir
  sed "s#barrage.test/llama:1#$llama#" "$root/tests/kubernetes/manifests/llama.yaml" | k apply -f -
  dir=$(kustomization fleet small)
  only_to_llama "$dir"
  k apply -k "$dir"
  fleet_is_up
  k rollout status deployment/llama --timeout "$patience"
}

every_outcome_is_ok() {
  exits 0 console profile -u http://llama:8000 --expect-agents 4 --concurrency 8 --request-count 120 "${answers[@]}"
  says 'scheduled 120 = ok 120'
  fetch deploy/barrage 8080 /summary.json >"$work/summary.json"
  # Tokens as the server counted them, and both replicas asked.
  [[ $(value "$work/summary.json" 'it["ledger"]["ok"], len(it["peers"])') == '(120, 2)' ]]
}

at_a_rate() {
  exits 0 console profile -u http://llama:8000 --expect-agents 4 --request-rate 8 --request-count 80 "${answers[@]}"
  says 'scheduled 80 = ok 80'
}

as_a_job() {
  local dir
  k delete deployment/barrage statefulset/barrage-agent --wait=true
  dir=$(kustomization job small)
  only_to_llama "$dir"
  cat >>"$dir/kustomization.yaml" <<'YAML'
- target: {kind: Job, name: barrage}
  patch: |-
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: --url}
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: http://llama:8000}
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: --extra-inputs}
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: ignore_eos:true}
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: --request-count}
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: "48"}
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: --isl}
    - {op: add, path: /spec/template/spec/containers/0/args/-, value: "40"}
YAML
  k apply -k "$dir"
  ends barrage Complete
  k logs job/barrage >"$work/out"
  cat "$work/out"
  says 'scheduled 48 = ok 48'
}

check "llama.cpp's server runs in the cluster, and a fleet that reaches nothing else" comes_up
check "120 streams of 4 agents: every outcome is ok, both replicas were asked" every_outcome_is_ok
check "the same at 8 requests a second" at_a_rate
check "the same as a Job" as_a_job
