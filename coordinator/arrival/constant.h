#ifndef COORDINATOR_ARRIVAL_CONSTANT_H_
#define COORDINATOR_ARRIVAL_CONSTANT_H_

#include "coordinator/arrival/arrival_process.h"

namespace barrage {

// Evenly spaced, the first at t0: arrival i comes at i / rate, and a whole number of gaps holds that many arrivals.
class ConstantArrivals : public ArrivalProcess {
 public:
  double NextGap() override {
    const double gap = first_ ? 0 : 1;
    first_ = false;
    return gap;
  }

 private:
  bool first_ = true;
};

}  // namespace barrage

#endif  // COORDINATOR_ARRIVAL_CONSTANT_H_
