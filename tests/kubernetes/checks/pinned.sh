# shellcheck shell=bash
# Whole cores of its own for each agent, where the kubelets' CPU manager is static.
begin pinned

gets_its_own_cores() {
  local node config
  for node in $(kubectl get nodes -o 'jsonpath={.items[*].metadata.name}'); do
    config=$(kubectl get --raw "/api/v1/nodes/$node/proxy/configz")
    [[ $config == *'"cpuManagerPolicy":"static"'* ]] || die "the CPU manager of $node is not static: start the cluster with it"
  done
  apply demo pinned-cpu
  k scale statefulset/barrage-agent --replicas 2
  fleet_is_up
  exits 0 console agents
  # An agent counts the cores it may use: one, though the machine has more.
  [[ $(awk '/^barrage-agent-/ {print $3}' "$work/out" | sort | uniq -c | tr -s ' ') == ' 2 1' ]]
  exits 0 console profile -u http://target:8000 --expect-agents 2 --concurrency 8 --request-count 80 --osl 16
  says 'scheduled 80 = ok 80'
}

check "pinned-cpu: each agent has one core of its own" gets_its_own_cores
