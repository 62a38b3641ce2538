# shellcheck shell=bash
# A CPU limit, set on purpose: the manifests have none, since a quota fakes latency tails.
begin throttled

verdict_names_it() {
  apply demo
  k patch statefulset/barrage-agent --type json -p '[{"op": "add", "path": "/spec/template/spec/containers/0/resources/limits/cpu", "value": "50m"}]'
  fleet_is_up
  console profile -u http://target:8000 --expect-agents 4 --concurrency 64 --benchmark-duration 8 --osl 64 >"$work/out" 2>&1 || true
  cat "$work/out"
  says 'Verdict  (DEGRADED|INVALID)'
  says 'throttled'
  fetch deploy/barrage 8080 /summary.json >"$work/summary.json"
  [[ $(value "$work/summary.json" '"throttled" in [reason["code"] for reason in it["verdict_reasons"]]') == True ]]
}

check "agents under a CPU quota: the verdict says throttled" verdict_names_it
