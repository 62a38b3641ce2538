# shellcheck shell=bash
# A standing fleet: agents wait, and runs are started from the console one after another.
begin fleet

comes_up() { apply demo; fleet_is_up; }

agents_on_all_nodes() {
  local used
  used=$(k get pods -l app.kubernetes.io/component=agent -o 'jsonpath={range .items[*]}{.spec.nodeName}{"\n"}{end}' | sort -u | wc -l)
  (($(nodes) == 1 || used >= 2)) || die "4 agents on $used of $(nodes) nodes"
}

run_of_four() {
  exits 0 console profile -u http://target:8000 --expect-agents 4 --concurrency 36 --request-count 360 --osl 32
  says 'scheduled 360 = ok 360'
}

load_is_even_over_replicas() {
  fetch deploy/barrage 8080 /summary.json >"$work/summary.json"
  value "$work/summary.json" '[(peer["peer"], peer["requests"]) for peer in it["peers"]]'
  # 9 connections of each agent over 3 addresses: 3 each. Slots differ a little in speed.
  [[ $(value "$work/summary.json" 'len(it["peers"]) == 3 and all(90 <= peer["requests"] <= 150 for peer in it["peers"])') == True ]]
}

second_run_is_refused() {
  console profile -u http://target:8000 --expect-agents 4 --concurrency 8 --benchmark-duration 20 >"$work/first" 2>&1 &
  local first=$!
  within 120 grep -q measuring "$work/first"
  local second=0
  console profile -u http://target:8000 --expect-agents 4 --concurrency 8 --request-count 16 >"$work/out" 2>&1 || second=$?
  wait "$first"
  cat "$work/out"
  ((second == 2)) || die "exit $second, not 2"
  says 'cannot listen on 0.0.0.0:7443: a barrage listens there .process [0-9]+., for the run in /results/sim-openai-chat-concurrency8$'
  [[ $(wc -l <"$work/out") == 2 ]] || die "more than that sentence and kubectl's"
}

scaled_to_eight() {
  k scale statefulset/barrage-agent --replicas 8
  k rollout status statefulset/barrage-agent --timeout "$patience"
  exits 0 console profile -u http://target:8000 --expect-agents 8 --concurrency 16 --request-count 160 --osl 32
  says 'scheduled 160 = ok 160'
  says '8 agents'
}

too_few_agents() {
  exits 4 console profile -u http://target:8000 --expect-agents 9 --agents-timeout 15 --concurrency 9 --request-count 18
  says '8 of 9|9 agents|1 agent'
}

no_target() {
  exits 3 console profile -u http://nothing-here:8000 -m x --expect-agents 8 --request-count 8
  says 'nothing-here'
}

check "the demo comes up under the restricted Pod Security Standard" comes_up
check "the agents are on more than one node" agents_on_all_nodes
check "a run on 4 agents from the console pod" run_of_four
check "a headless target's three replicas get equal load, and the report shows it" load_is_even_over_replicas
check "a second run at the same time: exit 2, naming the run in progress" second_run_is_refused
check "scaled from 4 to 8 agents between runs" scaled_to_eight
check "an agent too few: exit 4 within the time-out" too_few_agents
check "a target that is not there: exit 3" no_target
