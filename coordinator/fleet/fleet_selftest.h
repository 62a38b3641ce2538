#ifndef COORDINATOR_FLEET_FLEET_SELFTEST_H_
#define COORDINATOR_FLEET_FLEET_SELFTEST_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "coordinator/fleet/fleet_server.h"
#include "coordinator/fleet/stop_signal.h"
#include "proto/agent.pb.h"

namespace barrage {

// What became of one agent's selftest.
struct AgentSelftest {
  std::string id, host;
  std::string json;   // what `barrage selftest` wrote there
  std::string fault;  // why there is nothing
};

// Has every connected agent measure its host, at once on different hosts, in turn on one: agents of a host would spoil
// each other's. Returns one entry an agent, by id; an agent that goes, says nothing for `patience`, or is still at it
// when `stop` is raised has a fault. `notice` is told who begins. No run may be attached.
std::vector<AgentSelftest> RunFleetSelftest(FleetServer& fleet, const wire::SelftestOrder& order,
                                            absl::Duration patience, const StopSignal& stop,
                                            const std::function<void(const std::string&)>& notice);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_FLEET_SELFTEST_H_
