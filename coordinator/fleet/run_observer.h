#ifndef COORDINATOR_FLEET_RUN_OBSERVER_H_
#define COORDINATOR_FLEET_RUN_OBSERVER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "coordinator/fleet/member_state.h"
#include "coordinator/fleet/progress_board.h"
#include "coordinator/fleet/run_phase.h"
#include "proto/facts.pb.h"

namespace barrage {

struct AgentProgress {
  std::string id;
  MemberState state = MemberState::kConnected;
  wire::HealthSample health;  // the newest
};

// A run at one moment.
struct FleetProgress {
  RunPhase phase = RunPhase::kGathering;
  int64_t now_ns = 0;                // coordinator's clock
  std::optional<int64_t> t0_ns;      // of the load phase that runs
  std::optional<int64_t> scheduled;  // its requests, where that is known
  std::optional<int64_t> duration_ns;
  int expected_agents = 0;
  FleetTotals totals;                 // since the run began
  std::vector<AgentProgress> agents;  // while gathering: those that are here
};

// Sees a run from outside. Called on the controller's thread: must not wait.
class RunObserver {
 public:
  virtual ~RunObserver() = default;

  // About five times a second.
  virtual void OnProgress(const FleetProgress& progress) = 0;

  // Something that a person should read now: "agent b disconnected".
  virtual void OnNotice(absl::string_view sentence) = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_RUN_OBSERVER_H_
