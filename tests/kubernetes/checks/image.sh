# shellcheck shell=bash
# The image itself: its size, how soon a container of it has answered, and what is not in it.
begin image

# once NAME WORD...: a pod of the image runs the words to their end; its root is read-only and nothing is mounted.
once() {
  local name=$1 words
  shift
  words=$(printf ', "%s"' "$@")
  k apply -f - <<JSON
{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "$name"}, "spec": {
  "restartPolicy": "Never", "enableServiceLinks": false, "automountServiceAccountToken": false,
  "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
  "containers": [{"name": "$name", "image": "$image", "imagePullPolicy": "IfNotPresent", "command": [${words#, }],
    "securityContext": {"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]}}}]}}
JSON
}

helps() {
  local program start times=()
  for program in barrage barrage-agent barrage-sim; do
    start=$EPOCHREALTIME
    once "$program" "$program" --help
    k wait "pod/$program" --for=jsonpath='{.status.phase}'=Succeeded --timeout "$patience"
    times+=("$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN {printf "%.1f", b - a}') s")
    k logs "$program" | tee "$work/out"
    says "^(usage: )?$program"
  done
  note "apply to exit, the pod's sandbox included: ${times[*]}"
}

has_no_shell() {
  local shell
  for shell in sh bash; do
    once "no-$shell" "/bin/$shell" -c true
    k wait "pod/no-$shell" --for=jsonpath='{.status.containerStatuses[0].state.terminated.reason}'=StartError --timeout "$patience"
  done
}

# bytes_on_a_node: as the kubelets report it, which they do some seconds after they have an image.
bytes_on_a_node() {
  kubectl get nodes -o json | python3 -c '
import json, sys
images = [one for node in json.load(sys.stdin)["items"] for one in node["status"].get("images", [])]
print(max(one["sizeBytes"] for one in images if any(name.endswith(sys.argv[1]) for name in one["names"])))' "$image"
}

is_small() {
  local bytes
  within 120 bytes_on_a_node
  bytes=$(bytes_on_a_node)
  note "$((bytes / 1000000)) MB on a node"
  ((bytes < 60000000)) || die "$bytes bytes"
}

check "--help of its three programs, as any user, the root read-only, nothing mounted" helps
check "there is no shell in it" has_no_shell
check "it is under 60 MB" is_small
