# shellcheck shell=bash
# What the checks share. Sourced by `run`.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
overlays=$root/deploy/kubernetes/overlays
work=$(mktemp -d "${TMPDIR:-/tmp}/barrage-kubernetes.XXXXXX")
passed=0 failed=0
spaces=()     # namespaces that were made
children=()   # port-forwards and runs that still go on

k() { kubectl --namespace "$space" "$@"; }
console() { k exec deploy/barrage -- barrage "$@"; }
die() { printf '%s\n' "$*" >&2; return 1; }

# check SENTENCE FUNCTION: runs it, and says in one line whether the sentence is true. What it printed is shown if not.
check() {
  local start=$SECONDS status=0
  set +e
  (set -e; "$2") >"$work/log" 2>&1
  status=$?
  set -e
  if ((status == 0)); then
    passed=$((passed + 1))
    printf 'ok      %3d s  %s\n' $((SECONDS - start)) "$1"
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

# begin NAME [LABEL=VALUE]: a namespace of its own under the restricted Pod Security Standard, and from here on the one that `k` means.
begin() {
  space=barrage-test-$1
  spaces+=("$space")
  kubectl delete namespace "$space" --ignore-not-found --wait=true >/dev/null
  kubectl create namespace "$space" >/dev/null
  kubectl label namespace "$space" "pod-security.kubernetes.io/enforce=${2:-restricted}" >/dev/null
}

# kustomization OVERLAY COMPONENT...: prints a folder that holds the overlay with components, of the image under test.
kustomization() {
  local dir=$work/kustomization.$RANDOM overlay=$1 component
  shift
  mkdir "$dir"
  {
    printf 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
    printf 'resources: [%s]\n' "$(realpath --relative-to "$dir" "$overlays/$overlay")"
    ((!$#)) || printf 'components:\n'
    for component; do printf -- '- %s\n' "$(realpath --relative-to "$dir" "$root/deploy/kubernetes/components/$component")"; done
    printf 'images:\n- {name: barrage.test/barrage, newName: "%s", newTag: "%s"}\n' "${image%:*}" "${image##*:}"
  } >"$dir/kustomization.yaml"
  printf '%s' "$dir"
}

apply() { local dir; dir=$(kustomization "$@"); k apply -k "$dir"; }

fleet_is_up() {
  k rollout status deployment/barrage --timeout 120s
  k rollout status statefulset/barrage-agent --timeout 120s
  ! k get deployment/barrage-sim >/dev/null 2>&1 || k rollout status deployment/barrage-sim --timeout 120s
}

# fetch POD_OR_SERVICE PORT PATH: the answer to a GET through a port-forward; fails unless it is 2xx.
fetch() {
  local pid address status=0
  rm -f "$work/forward"
  k port-forward "$1" ":$2" --address 127.0.0.1 >"$work/forward" 2>&1 &
  pid=$!
  within 20 grep -q '^Forwarding' "$work/forward"
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
