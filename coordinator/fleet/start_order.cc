#include "coordinator/fleet/start_order.h"

#include <algorithm>

#include "absl/time/time.h"
#include "coordinator/arrival/slot_ramp.h"

namespace barrage {

PhaseEnd EndOf(const Plan& plan, const Workload& workload, bool warmup) {
  const LoadPlan& load = plan.load;
  std::optional<int64_t> length_ns = workload.Stop(warmup ? LoadPhase::kWarmup : LoadPhase::kMeasured).duration_ns;
  if (!length_ns && !warmup && !load.stages.empty() && !load.request_count) {
    absl::Duration stages = absl::ZeroDuration();
    for (const RateStage& stage : load.stages) stages += stage.length;
    length_ns = absl::ToInt64Nanoseconds(stages);
  }
  PhaseEnd end;
  if (!length_ns) return end;
  // An open loop ends with its schedule: the last arrival is sent even if it is a little late.
  if (workload.Slots()) end.dispatch_until_ns = length_ns;
  const bool cut = load.cut_at_end && !warmup;
  end.cut_at_ns = *length_ns + (cut ? 0 : absl::ToInt64Nanoseconds(load.grace));
  return end;
}

wire::Start StartFor(const ActiveRun& run, const Member& member) {
  const PhaseEnd end = EndOf(run.parts.plan, run.parts.workload, run.load.warmup);
  wire::Start start;
  start.set_phase(run.load.number);
  start.set_t0_ns(member.clock.Fit().ToAgent(*run.load.t0_ns));
  start.set_dispatch_until_ns(end.dispatch_until_ns.value_or(0));
  start.set_cut_at_ns(end.cut_at_ns.value_or(0));
  if (run.parts.plan.load.user_rate) {
    start.set_single_slots(true);
    return start;
  }
  start.set_slots(static_cast<uint32_t>(member.slots));
  if (!run.parts.plan.load.concurrency_ramp) return start;
  // Slot s is agent s mod N's (sharder.h). What was taken over from another opens with the last.
  const int64_t agents = static_cast<int64_t>(run.members.size());
  const int64_t last = run.parts.workload.Slots().value_or(1) - 1;
  for (int64_t slot = 0; slot < member.slots; ++slot) {
    start.add_slot_opens_ns(SlotOpensNs(run.parts.plan.load, std::min(member.ordinal + slot * agents, last)));
  }
  return start;
}

void SendStart(const ActiveRun& run, Member& member) {
  wire::CoordinatorMessage message;
  *message.mutable_start() = StartFor(run, member);
  member.link->Send(std::move(message));
}

}  // namespace barrage
