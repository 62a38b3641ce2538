#ifndef COORDINATOR_CLI_FLEET_SETUP_H_
#define COORDINATOR_CLI_FLEET_SETUP_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coordinator/cli/local_agents.h"
#include "coordinator/fleet/fleet_server.h"
#include "coordinator/fleet/stop_signal.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// HOST:PORT where agents dial in: --listen, else every address at port 7443 with --expect-agents, else loopback and any
// free port.
std::string ListenAddress(const FleetPlan& plan);

// How many agents the run is for.
int AgentsOf(const FleetPlan& plan);

// Opens the agents' port. Error: the address cannot be bound, or the run token's file cannot be read.
absl::StatusOr<std::unique_ptr<FleetServer>> OpenFleet(const FleetPlan& plan);

// Starts the plan's agents on this machine and waits, at most 30 s, until they have dialled in. Error: Cancelled when
// `stop` is raised, else what went wrong with an agent's last words.
absl::Status StartLocalAgents(const FleetPlan& plan, const std::string& program, const FleetServer& fleet,
                              const StopSignal& stop, LocalAgents& agents);

}  // namespace barrage

#endif  // COORDINATOR_CLI_FLEET_SETUP_H_
