#ifndef COORDINATOR_FLEET_START_ORDER_H_
#define COORDINATOR_FLEET_START_ORDER_H_

#include "coordinator/fleet/active_run.h"
#include "proto/agent.pb.h"

namespace barrage {

// The Start of the load phase at hand for one member: t0 on its own clock, its slots, when dispatch ends and what still
// runs is cut. Requires that t0 is set and that its clock is known.
wire::Start StartFor(const ActiveRun& run, const Member& member);

// Sends it.
void SendStart(const ActiveRun& run, Member& member);

// The coordinator's times of the phase's end, if it has one: when nothing more is dispatched, and when what runs is
// cut.
struct PhaseEnd {
  std::optional<int64_t> dispatch_until_ns, cut_at_ns;  // after t0
};
PhaseEnd EndOf(const Plan& plan, const Workload& workload, bool warmup);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_START_ORDER_H_
