#ifndef COORDINATOR_ARRIVAL_SLOT_RAMP_H_
#define COORDINATOR_ARRIVAL_SLOT_RAMP_H_

#include <cstdint>

#include "absl/time/time.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// When slot s of C opens, in ns after t0. Over a ramp of length D one slot follows another at even distances: slot s
// opens at s · D / (C − 1), so that one is there at t0 and all are at D. Requires 0 ≤ slot < C.
inline int64_t SlotOpensNs(const LoadPlan& load, int64_t slot) {
  const int64_t slots = load.slots().value_or(1);
  if (!load.concurrency_ramp || slots < 2) return 0;
  return absl::ToInt64Nanoseconds(*load.concurrency_ramp * slot / (slots - 1));
}

}  // namespace barrage

#endif  // COORDINATOR_ARRIVAL_SLOT_RAMP_H_
