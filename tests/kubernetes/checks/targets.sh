# shellcheck shell=bash
# The overlays that bring a model server, with barrage-sim in the server's place: everything else is as it would be there: the names,
# the port, the labels, the policies, the replicas, and the GPUs they ask for where BARRAGE_PRETENDS_GPUS lets nodes claim some.
begin targets

# Two GPUs on each node: one replica fits there.
pretend_gpus() {
  local node
  for node in $(kubectl get nodes -o 'jsonpath={.items[*].metadata.name}'); do
    kubectl patch node "$node" --subresource=status --type=json \
      -p '[{"op": "add", "path": "/status/capacity/nvidia.com~1gpu", "value": "2"}]'
  done
}

# served_by OVERLAY PORT: deploys it, and puts the simulator where the server would run.
served_by() {
  local dir
  k delete deployment/model service/model --ignore-not-found --wait=true
  dir=$(kustomization "$1" small)
  cat >>"$dir/kustomization.yaml" <<YAML
patches:
- target: {kind: Deployment, name: model}
  patch: |-
    - {op: replace, path: /spec/template/spec/containers/0/image, value: "$image"}
    - {op: add, path: /spec/template/spec/containers/0/command, value: [barrage-sim, --host, 0.0.0.0, --port, "$2", --ttft, "30", --gap, "5"]}
    - {op: remove, path: /spec/template/spec/containers/0/env}
    - {op: replace, path: /spec/template/spec/containers/0/startupProbe/httpGet/path, value: /health}
    - {op: replace, path: /spec/template/spec/containers/0/readinessProbe/httpGet/path, value: /health}
YAML
  [[ -n ${BARRAGE_PRETENDS_GPUS:-} ]] || cat >>"$dir/kustomization.yaml" <<'YAML'
    - {op: remove, path: /spec/template/spec/containers/0/resources/limits}
YAML
  # A volume that only the real server reads, and that nobody made here.
  [[ $1 != triton ]] || cat >>"$dir/kustomization.yaml" <<'YAML'
    - {op: replace, path: /spec/template/spec/volumes/2, value: {name: repository, emptyDir: {}}}
YAML
  k apply -k "$dir"
  fleet_is_up
  k rollout status deployment/model --timeout "$patience"
}

# measured PORT: a run over both replicas and all four GPUs.
measured() {
  exits 0 console profile -u "http://model:$1" --expect-agents 4 --concurrency 16 --request-count 160 --osl 16 --gpus 4
  says 'scheduled 160 = ok 160'
  fetch deploy/barrage 8080 /summary.json >"$work/summary.json"
  [[ $(value "$work/summary.json" '"output_token_throughput_per_gpu" in str(it)') == True ]]
  value "$work/summary.json" '[(peer["peer"], peer["requests"]) for peer in it["peers"]]'
  [[ $(value "$work/summary.json" 'len(it["peers"]) == 2 and all(60 <= peer["requests"] <= 100 for peer in it["peers"])') == True ]]
  [[ $(value "$work/summary.json" 'sorted({int(peer["peer"].rsplit(":")[-1]) for peer in it["peers"]})') == "[$1]" ]]
}

nim() {
  [[ -z ${BARRAGE_PRETENDS_GPUS:-} ]] || pretend_gpus
  served_by nim 8000
  measured 8000
}

gpus_are_claimed() {
  local used
  used=$(k get pods -l app.kubernetes.io/name=nim-llm -o 'jsonpath={range .items[*]}{.spec.nodeName}{"\n"}{end}' | sort -u | wc -l)
  ((used == 2)) || die "two replicas of two GPUs each on $used nodes of two"
  k scale deployment/model --replicas 3
  within 120 no_gpu_left
}

no_gpu_left() { k get events --field-selector reason=FailedScheduling -o 'jsonpath={.items[*].message}' | grep -q 'Insufficient nvidia.com/gpu'; }

vllm() { served_by vllm 8000 && measured 8000; }

triton() { served_by triton 9000 && measured 9000; }

trtllm_serve() { served_by trtllm-serve 8000 && measured 8000; }

nothing_else_is_reached() {
  # The control: a server that answers just as well, but is not the policy's.
  restricted_pod other "$image" barrage-sim --host 0.0.0.0 --port 8000
  exits 3 console probe -u "http://$(k get pod/other -o 'jsonpath={.status.podIP}'):8000"
}

# Nodes are not the checks' own.
no_pretended_gpus() {
  local node
  for node in $(kubectl get nodes -o 'jsonpath={.items[*].metadata.name}'); do
    kubectl patch node "$node" --subresource=status --type=json -p '[{"op": "remove", "path": "/status/capacity/nvidia.com~1gpu"}]'
  done
}

check "nim, the simulator in its place: two replicas get equal load, tokens a GPU" nim
[[ -z ${BARRAGE_PRETENDS_GPUS:-} ]] || check "nim: each replica holds its node's GPUs, and a third finds none" gpus_are_claimed
check "vllm: the same" vllm
check "triton, a patch of it: the same, on port 9000" triton
check "trtllm-serve, a patch of it: the same" trtllm_serve
check "a server that is not the target's is out of reach" nothing_else_is_reached
[[ -z ${BARRAGE_PRETENDS_GPUS:-} ]] || no_pretended_gpus >/dev/null
