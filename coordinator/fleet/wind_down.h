#ifndef COORDINATOR_FLEET_WIND_DOWN_H_
#define COORDINATOR_FLEET_WIND_DOWN_H_

#include "coordinator/fleet/active_run.h"

namespace barrage {

// Ends the run on every member: last clock exchanges, EndRun, and Drained once its records are in the log. Who makes no
// headway for `drain_within` is lost. A third signal waits for nobody.
void WindDown(ActiveRun& run);

// The run's last entry, and the log is known to hold everything. Returns the exit code of the weightiest ending.
int CloseLog(ActiveRun& run);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_WIND_DOWN_H_
