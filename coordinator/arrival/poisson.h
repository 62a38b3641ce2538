#ifndef COORDINATOR_ARRIVAL_POISSON_H_
#define COORDINATOR_ARRIVAL_POISSON_H_

#include "common/base/rng.h"
#include "coordinator/arrival/arrival_process.h"

namespace barrage {

// Independent users without number: exponential gaps.
class PoissonArrivals : public ArrivalProcess {
 public:
  explicit PoissonArrivals(const Rng& rng) : rng_(rng) {}

  double NextGap() override { return rng_.Exponential(); }

 private:
  Rng rng_;
};

}  // namespace barrage

#endif  // COORDINATOR_ARRIVAL_POISSON_H_
