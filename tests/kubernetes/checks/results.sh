# shellcheck shell=bash
# What the image and the console's pages give, and to whom.
begin results

comes_up() {
  k create secret generic results-token --from-literal=token=let-me-in
  apply fleet simulator results-http
  fleet_is_up
  exits 0 console profile -u http://target:8000 --expect-agents 4 --concurrency 8 --request-count 80 --osl 16
}

# A pod of this namespace asks the Service, as a collector would: a throw-away barrage has no HTTP client, so the API server does.
over_the_service() { kubectl get --raw "/api/v1/namespaces/$space/services/barrage:8080/proxy$1"; }

strangers_read_health_only() {
  k delete networkpolicy --all
  within 120 over_the_service /healthz
  over_the_service /metrics >"$work/out"
  says 'barrage_result_folders\{finished="true"\} 1'
  ! over_the_service /summary.json >"$work/out" 2>&1
  says '401|[Uu]nauthorized|logged in|token'
}

token_reads_results() {
  local address
  address=$(k get service barrage -o 'jsonpath={.spec.clusterIP}')
  [[ $(curl --silent --max-time 10 --output /dev/null --write-out '%{http_code}' "http://$address:8080/summary.json") == 401 ]]
  curl --silent --fail --max-time 10 --header 'Authorization: Bearer let-me-in' "http://$address:8080/summary.json" >"$work/summary.json"
  [[ $(value "$work/summary.json" 'it["ledger"]["ok"]') == 80 ]]
}

no_shell() {
  exits 1 k exec deploy/barrage -- sh -c true
  says 'not found|no such file'
}

writes_only_where_it_may() {
  exits 2 console serve --http 127.0.0.1:0 --artifact-dir /elsewhere
  says 'cannot create /elsewhere: Read-only file system'
}

check "a fleet and a run are there" comes_up
check "without the token: health and metrics, no results" strangers_read_health_only
check "the image has no shell" no_shell
check "the root is read-only" writes_only_where_it_may
[[ -z ${BARRAGE_REACHES_SERVICES:-} ]] || check "with the token: results through the Service's address" token_reads_results
