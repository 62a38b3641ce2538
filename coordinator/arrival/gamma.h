#ifndef COORDINATOR_ARRIVAL_GAMMA_H_
#define COORDINATOR_ARRIVAL_GAMMA_H_

#include "common/base/rng.h"
#include "coordinator/arrival/arrival_process.h"

namespace barrage {

// Gamma-distributed gaps of shape k and mean 1, so their variance is 1/k: k = 1 is Poisson, k < 1 comes in bursts, k >
// 1 is smoother.
class GammaArrivals : public ArrivalProcess {
 public:
  // Requires shape > 0.
  GammaArrivals(double shape, const Rng& rng) : shape_(shape), rng_(rng) {}

  double NextGap() override { return rng_.Gamma(shape_) / shape_; }

 private:
  const double shape_;
  Rng rng_;
};

}  // namespace barrage

#endif  // COORDINATOR_ARRIVAL_GAMMA_H_
