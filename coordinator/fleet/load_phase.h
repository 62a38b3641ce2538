#ifndef COORDINATOR_FLEET_LOAD_PHASE_H_
#define COORDINATOR_FLEET_LOAD_PHASE_H_

#include <cstdint>

#include "coordinator/fleet/active_run.h"
#include "proto/agent.pb.h"

namespace barrage {

// Sends each member its set-up and the first slices of the phase, waits until all are ready, starts them at one
// instant, and returns when the phase is over on all of them: carried out, or ended early (run.ending()) with dispatch
// stopped and streams drained, or cut after the grace period. `setup` is sent in the first phase of a run only.
void CarryOutPhase(ActiveRun& run, bool warmup, const wire::RunSetup* setup);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_LOAD_PHASE_H_
