#include "coordinator/arrival/arrival_schedule.h"

#include <cmath>

namespace barrage {

ArrivalSchedule::ArrivalSchedule(const LoadPlan& load, uint64_t seed, const char* purpose)
    : profile_(RateProfile::Of(load)),
      process_(MakeArrivalProcess(load.arrival, load.arrival_smoothness, seed, purpose)) {}

std::optional<int64_t> ArrivalSchedule::NextOffsetNs() {
  arrivals_ += process_->NextGap();
  const std::optional<double> at_s = profile_.TimeOf(arrivals_);
  constexpr double kLatestS = 9e9;  // 285 years: beyond, an int64 of ns would overflow
  if (!at_s || *at_s > kLatestS) return std::nullopt;
  return std::llround(*at_s * 1e9);
}

}  // namespace barrage
