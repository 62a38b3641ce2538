#ifndef COORDINATOR_FLEET_EVENT_HANDLER_H_
#define COORDINATOR_FLEET_EVENT_HANDLER_H_

#include "coordinator/fleet/active_run.h"
#include "coordinator/fleet/fleet_event.h"

namespace barrage {

// What one event means for the run.
void Handle(ActiveRun& run, FleetEvent event);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_EVENT_HANDLER_H_
