#ifndef COORDINATOR_METRICS_DRIFT_H_
#define COORDINATOR_METRICS_DRIFT_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace barrage {

// The medians of a run's two halves, where they differ for sure.
struct Drift {
  double first_median = 0, second_median = 0;
};

// Splits values, sorted by time, in two halves by count. Absent when the 95 % intervals of the two medians overlap, or
// the medians differ by 10 % of the first or less: the run looks stationary. `scale`: stored integers in a unit.
std::optional<Drift> FindDrift(const std::vector<std::pair<int64_t, int64_t>>& value_by_time, int64_t scale);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_DRIFT_H_
