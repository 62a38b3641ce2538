#ifndef COORDINATOR_FLEET_RUN_WATCH_H_
#define COORDINATOR_FLEET_RUN_WATCH_H_

#include <cstdint>
#include <functional>

#include "coordinator/fleet/active_run.h"

namespace barrage {

// Lets the run go on until `done` holds (true) or the coordinator's clock reaches `deadline_ns` (false): handles the
// agents' events, and a few dozen times a second probes clocks, renews grants, looks for lost agents, a lost target,
// too many errors, a failed log and signals, and shows the progress. What it finds becomes an Ending of the run: `done`
// decides whether that matters.
bool RunUntil(ActiveRun& run, int64_t deadline_ns, const std::function<bool()>& done);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_RUN_WATCH_H_
