# shellcheck shell=bash
# What the checks share. Sourced by `run`.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
overlays=$root/deploy/kubernetes/overlays
work=$(mktemp -d "${TMPDIR:-/tmp}/barrage-kubernetes.XXXXXX")
passed=0 failed=0
patience=300s # for what a slow machine does in the end; what fails says so before
spaces=()     # namespaces that were made
children=()   # port-forwards and runs that still go on

k() { kubectl --namespace "$space" "$@"; }
console() { k exec deploy/barrage -- barrage "$@"; }
die() { printf '%s\n' "$*" >&2; return 1; }

# note TEXT: a figure to stand behind the sentence of the check that runs.
note() { printf ' (%s)' "$1" >"$work/note"; }

# check SENTENCE FUNCTION: runs it, and says in one line whether the sentence is true. What it printed is shown if not.
check() {
  local start=$SECONDS status=0
  : >"$work/note"
  set +e
  (set -e; "$2") >"$work/log" 2>&1
  status=$?
  set -e
  if ((status == 0)); then
    passed=$((passed + 1))
    printf 'ok      %3d s  %s%s\n' $((SECONDS - start)) "$1" "$(<"$work/note")"
  else
    failed=$((failed + 1))
    printf 'FAILED  %3d s  %s\n' $((SECONDS - start)) "$1"
    sed 's/^/        /' "$work/log"
  fi
}

# within SECONDS COMMAND...: repeats the command until it succeeds.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || die "not so in time: $*"
    sleep 0.2
  done
}

# exits STATUS COMMAND...: the command ends with that status; what it printed stays in $work/out.
exits() {
  local wanted=$1 status=0
  shift
  "$@" >"$work/out" 2>&1 || status=$?
  cat "$work/out"
  ((status == wanted)) || die "exit $status, not $wanted: $*"
}

says() { grep -qE -- "$1" "$work/out" || die "does not say: $1"; }

# namespace NAME: a new one under the restricted Pod Security Standard, removed at the end.
namespace() {
  spaces+=("$1")
  kubectl delete namespace "$1" --ignore-not-found --wait=true >/dev/null
  kubectl create namespace "$1" >/dev/null
  kubectl label namespace "$1" pod-security.kubernetes.io/enforce=restricted >/dev/null
}

# begin NAME: a namespace of its own, and from here on the one that `k` means.
begin() {
  space=barrage-test-$1
  namespace "$space"
}

# restricted_pod NAME IMAGE WORD...: starts a bare pod in $space that runs the words, labelled app=NAME, and waits until it is ready.
restricted_pod() {
  local name=$1 image=$2 words
  shift 2
  words=$(printf ', "%s"' "$@")
  k apply -f - <<JSON
{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "$name", "labels": {"app": "$name"}}, "spec": {
  "enableServiceLinks": false, "automountServiceAccountToken": false, "terminationGracePeriodSeconds": 1,
  "securityContext": {"runAsNonRoot": true, "runAsUser": 65532, "seccompProfile": {"type": "RuntimeDefault"}},
  "containers": [{"name": "$name", "image": "$image", "imagePullPolicy": "IfNotPresent", "command": [${words#, }],
    "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}}
JSON
  k wait "pod/$name" --for=condition=Ready --timeout "$patience"
}

# kustomization OVERLAY COMPONENT...: prints a folder that holds the overlay with components, of the image under test. A component is
# one of deploy/kubernetes or of the tests' own.
kustomization() {
  local dir=$work/kustomization.$RANDOM overlay=$1 component
  shift
  mkdir "$dir"
  {
    printf 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
    printf 'resources: [%s]\n' "$(realpath --relative-to "$dir" "$overlays/$overlay")"
    ((!$#)) || printf 'components:\n'
    for component; do
      component=$(realpath -e "$root"/{deploy,tests}/kubernetes/components/"$component" 2>/dev/null || true)
      printf -- '- %s\n' "$(realpath --relative-to "$dir" "$component")"
    done
    printf 'images:\n- {name: barrage.test/barrage, newName: "%s", newTag: "%s"}\n' "${image%:*}" "${image##*:}"
  } >"$dir/kustomization.yaml"
  printf '%s' "$dir"
}

apply() { local dir; dir=$(kustomization "$@"); k apply -k "$dir"; }

fleet_is_up() {
  k rollout status deployment/barrage --timeout "$patience"
  k rollout status statefulset/barrage-agent --timeout "$patience"
  ! k get deployment/barrage-sim >/dev/null 2>&1 || k rollout status deployment/barrage-sim --timeout "$patience"
}

# ends JOB CONDITION: waits for the Job's end, which must be that one: Complete or Failed.
ends() {
  within 600 has_ended "$1"
  [[ $(k get "job/$1" -o "jsonpath={.status.conditions[?(@.type=='$2')].status}") == True ]] || die "job $1 did not end as $2"
}
has_ended() { k get "job/$1" -o 'jsonpath={.status.conditions[*].type}' | grep -qwE 'Complete|Failed'; }

# fetch POD_OR_SERVICE PORT PATH: the answer to a GET through a port-forward; fails unless it is 2xx.
fetch() {
  local pid address status=0
  rm -f "$work/forward"
  k port-forward "$1" ":$2" --address 127.0.0.1 >"$work/forward" 2>&1 &
  pid=$!
  within 120 grep -q '^Forwarding' "$work/forward"
  address=$(sed -n 's/^Forwarding from \([^ ]*\) .*/\1/p' "$work/forward" | head -1)
  curl --silent --show-error --fail --max-time 30 "http://$address$3" || status=$?
  kill "$pid"
  wait "$pid" 2>/dev/null || true
  return "$status"
}

# value FILE EXPRESSION: a Python expression over the JSON of a file, called `it`.
value() { python3 -c 'import json, sys; it = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$1" "$2"; }

nodes() { kubectl get nodes --output name | wc -l; }

finish() {
  local status=$? child name
  for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
  for name in "${spaces[@]}"; do kubectl delete namespace "$name" --ignore-not-found --wait=false >/dev/null 2>&1 || true; done
  rm -rf "$work"
  exit "$status"
}
