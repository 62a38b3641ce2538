#ifndef COORDINATOR_FLEET_RUN_CONTROLLER_H_
#define COORDINATOR_FLEET_RUN_CONTROLLER_H_

#include <functional>
#include <memory>
#include <string>

#include "coordinator/fleet/fleet_server.h"
#include "coordinator/fleet/run_observer.h"
#include "coordinator/fleet/run_outcome.h"
#include "coordinator/fleet/run_timings.h"
#include "coordinator/fleet/stop_signal.h"
#include "coordinator/plan/plan.h"
#include "coordinator/store/record_log_writer.h"
#include "coordinator/workload/workload.h"
#include "proto/agent.pb.h"

namespace barrage {

// Everything that a run needs; all of it outlives the call.
struct RunOrder {
  FleetServer& fleet;
  const Plan& plan;
  const Workload& workload;
  // Already holds the run's header and what the probe saw. Not closed by the run.
  RecordLogWriter& log;
  RunObserver& observer;
  const StopSignal& stop;
  wire::RunSetup setup;  // as MakeRunSetup gives it
  // What setup.tokenizer_sha256 is of, for the agents that do not hold it. Null: the run has no tokenizer.
  std::shared_ptr<const std::string> tokenizer_json = nullptr;
  const Clock& clock = SystemClock();
  RunTimings timings = {};
  // Called when no request runs any more, before the log's end is written: whoever else writes to the log says its last
  // word. May wait.
  std::function<void()> before_log_ends = [] {};
};

// Carries one run out on the agents that dial `fleet`, from waiting for them to the last record in the log and the
// log's RunEnd. Returns when it is over, however it ended: every wait has a deadline. Blocks the calling thread, which
// calls the observer; one run at a time on a fleet.
RunOutcome CarryOutRun(RunOrder order);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_RUN_CONTROLLER_H_
