#ifndef COORDINATOR_ARRIVAL_ARRIVAL_PROCESS_H_
#define COORDINATOR_ARRIVAL_ARRIVAL_PROCESS_H_

#include <cstdint>
#include <memory>

#include "coordinator/plan/plan.h"

namespace barrage {

// How arrivals follow each other, apart from their rate: the gaps between them in units of the mean gap. A rate, steady
// or not, turns these into times (arrival_schedule.h). Deterministic; knows nothing of agents. Not for several threads
// at once.
class ArrivalProcess {
 public:
  virtual ~ArrivalProcess() = default;

  // The gap before the next arrival (the first call: from t0 to the first one), ≥ 0, of mean 1.
  virtual double NextGap() = 0;
};

// The process of the table row `kind`, drawing from `seed` for the purpose named `purpose`. `smoothness` > 0 is gamma's
// shape, and only its.
std::unique_ptr<ArrivalProcess> MakeArrivalProcess(ArrivalKind kind, double smoothness, uint64_t seed,
                                                   const char* purpose);

}  // namespace barrage

#endif  // COORDINATOR_ARRIVAL_ARRIVAL_PROCESS_H_
