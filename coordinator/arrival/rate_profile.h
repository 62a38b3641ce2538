#ifndef COORDINATOR_ARRIVAL_RATE_PROFILE_H_
#define COORDINATOR_ARRIVAL_RATE_PROFILE_H_

#include <optional>
#include <vector>

#include "coordinator/plan/plan.h"

namespace barrage {

// A rate over time: straight lines end to end. Its integral N(t) is the number of arrivals expected by t.
class RateProfile {
 public:
  // The plan's rate: its stages, which end; or its request_rate for ever, after a rise from 0 over request_rate_ramp if
  // there is one. Requires an open loop, rates ≥ 0, and a request_rate > 0.
  static RateProfile Of(const LoadPlan& load);

  // Seconds after t0 at which N reaches `arrivals` ≥ 0; absent when it never does. At the very end it does not: an
  // arrival at the end of the last stage is outside. Non-decreasing.
  std::optional<double> TimeOf(double arrivals) const;

 private:
  struct Piece {
    double start_s, length_s;          // the last piece of a steady rate has no end: infinity
    double arrivals_before, arrivals;  // N at its start; its own integral
    double from_per_s, slope;          // rate at its start; change of rate a second
  };

  void Append(double from_per_s, double to_per_s, double length_s);

  std::vector<Piece> pieces_;
};

}  // namespace barrage

#endif  // COORDINATOR_ARRIVAL_RATE_PROFILE_H_
