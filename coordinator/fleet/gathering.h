#ifndef COORDINATOR_FLEET_GATHERING_H_
#define COORDINATOR_FLEET_GATHERING_H_

#include "coordinator/fleet/active_run.h"

namespace barrage {

// Waits until the expected agents are here and makes them members, by sorted id; more stay visitors. Too few in time:
// the run ends (exit 4) naming who is here, or with on_missing proceed goes on with those.
void Gather(ActiveRun& run);

// Compares clocks: eight exchanges with each member. One that does not answer in time is lost.
void CompareClocks(ActiveRun& run);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_GATHERING_H_
