#ifndef COORDINATOR_ARRIVAL_ARRIVAL_SCHEDULE_H_
#define COORDINATOR_ARRIVAL_ARRIVAL_SCHEDULE_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "coordinator/arrival/arrival_process.h"
#include "coordinator/arrival/rate_profile.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// When the requests of an open loop are due: arrival i is where the rate's integral reaches the sum of the first i gaps
// of the process. The same plan, seed and purpose give the same offsets, however many agents send them.
class ArrivalSchedule {
 public:
  // Requires load.open_loop(). `purpose` keeps the draws of two phases apart.
  ArrivalSchedule(const LoadPlan& load, uint64_t seed, const char* purpose);

  // Offset of the next arrival from t0, in ns, non-decreasing; absent when the stages are over.
  std::optional<int64_t> NextOffsetNs();

 private:
  RateProfile profile_;
  std::unique_ptr<ArrivalProcess> process_;
  double arrivals_ = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_ARRIVAL_ARRIVAL_SCHEDULE_H_
