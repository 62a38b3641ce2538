# shellcheck shell=bash
# The `prometheus` component: who may scrape, and what a scrape says.
begin monitoring
scraper=barrage-test-scraper
namespace "$scraper"

comes_up() {
  apply demo prometheus
  # The component names a namespace `monitoring`; the checks make their own.
  k patch networkpolicy barrage-prometheus --type json \
    -p '[{"op": "replace", "path": "/spec/ingress/0/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name", "value": "'"$scraper"'"}]'
  fleet_is_up
  client "$space"
  client "$scraper"
}

# client NAMESPACE: a pod there that can be asked to fetch something: the LLM server's image has Python.
client() { local space=$1; restricted_pod client "$llama" python3 -c 'import time; time.sleep(36000)'; }

# get NAMESPACE URL: the answer, as a pod there gets it.
get() {
  kubectl --namespace "$1" exec client -- python3 -c \
    'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1], timeout=5).read().decode())' "$2"
}

pod_address() { k get "pod/$1" -o 'jsonpath={.status.podIP}'; }

console_pod() { k get pods -l app.kubernetes.io/component=coordinator -o 'jsonpath={.items[0].metadata.name}'; }

annotated() {
  [[ $(k get pod/barrage-agent-0 -o 'jsonpath={.metadata.annotations.prometheus\.io/port}') == 8081 ]]
  [[ $(k get "pod/$(console_pod)" -o 'jsonpath={.metadata.annotations.prometheus\.io/port}') == 8080 ]]
}

idle() {
  get "$scraper" "http://$(pod_address barrage-agent-0):8081/metrics" >"$work/out"
  cat "$work/out"
  says '^barrage_agent_connected 0'
  says '^barrage_agent_in_flight 0'
  get "$scraper" "http://$(pod_address "$(console_pod)"):8080/metrics" >"$work/out"
  says '^barrage_result_folders\{finished="true"\} 0'
}

in_a_run() {
  console profile -u http://target:8000 --expect-agents 4 --concurrency 16 --benchmark-duration 15 --osl 64 >"$work/run" 2>&1 &
  local run=$!
  within 120 busy
  wait "$run" || { cat "$work/run"; return 1; }
}

busy() {
  get "$scraper" "http://$(pod_address barrage-agent-0):8081/metrics" >"$work/out"
  says '^barrage_agent_connected 1' && says '^barrage_agent_running 1' && says '^barrage_agent_in_flight [1-9]' &&
    says '^barrage_agent_dispatched [1-9]' && says '^barrage_agent_outcomes\{outcome="ok"\} [1-9]'
}

others_are_refused() {
  exits 1 get "$space" "http://$(pod_address barrage-agent-0):8081/metrics"
  says 'timed out'
  exits 1 get "$space" "http://$(pod_address "$(console_pod)"):8080/metrics"
  says 'timed out'
}

check "a fleet with the prometheus component" comes_up
check "the pods say where to scrape" annotated
check "the monitoring namespace reads agents and console between runs" idle
check "in a run: enlisted, in flight, dispatched, outcomes" in_a_run
check "pods of other namespaces are refused, those of its own too" others_are_refused
