# shellcheck shell=bash
# Who is not of the fleet gets nothing: by NetworkPolicy, and where there is none by the run token.
begin strangers

comes_up() {
  k create secret generic run-token "--from-literal=token=$(head -c 32 /dev/urandom | base64)"
  k create secret generic results-token --from-literal=token=let-me-in
  apply fleet simulator run-token results-http
  fleet_is_up
}

# A pod of this namespace that is no agent of the fleet, and dials all the same. Its policy lets it out.
stranger() {
  restricted_pod stranger "$image" barrage-agent --coordinator barrage:7443
}

agents_listed() { exits 0 console agents; }

policy_keeps_it_out() {
  stranger
  agents_listed
  [[ $(grep -c '^barrage-agent-' "$work/out") == 4 ]]
  ! grep -q stranger "$work/out"
  k logs stranger >"$work/out"
  says 'no coordinator at barrage:7443'
}

token_keeps_it_out() {
  k delete networkpolicy --all
  agents_listed
  [[ $(grep -c '^barrage-agent-' "$work/out") == 4 ]]
  ! grep -qE '^stranger ' "$work/out"
  k logs stranger >"$work/out"
  says '[Tt]oken'
}

a_run_with_the_token() {
  exits 0 console profile -u http://target:8000 --expect-agents 4 --concurrency 8 --request-count 80 --osl 16
  says 'scheduled 80 = ok 80'
}

without_both_it_would_come_in() {
  # The control of the two checks above: they fail when the protection is not what keeps the stranger out.
  k set env deployment/barrage BARRAGE_RUN_TOKEN_FILE-
  k rollout status deployment/barrage --timeout "$patience"
  agents_listed
  grep -qE '^stranger ' "$work/out"
}

check "a fleet with a run token is there" comes_up
check "a stranger pod is refused by NetworkPolicy" policy_keeps_it_out
check "without the policy it is refused by the run token" token_keeps_it_out
check "the fleet itself runs with the token" a_run_with_the_token
check "without both it would come in (the control)" without_both_it_would_come_in
