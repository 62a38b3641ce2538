#ifndef COORDINATOR_METRICS_PERCENTILE_H_
#define COORDINATOR_METRICS_PERCENTILE_H_

#include <array>
#include <cstdint>

#include "coordinator/metrics/rational.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// The printed percentiles (kPercentiles) in thousandths: p99.9 is 999.
inline constexpr std::array<int, kPercentiles.size()> kPerMille = {10, 50, 100, 250, 500, 750, 900, 950, 990, 999};

// Where a percentile lies among sorted values x[0] … x[n − 1]: at x[below] + thousandths/1000 · (x[below + 1] −
// x[below]). This is the one definition in Barrage: linear interpolation between closest ranks, h = (n − 1)·p (Hyndman
// and Fan's type 7, numpy's default).
struct PercentilePosition {
  int64_t below = 0;        // 0-based
  int64_t thousandths = 0;  // 0: x[below] itself, and x[below + 1] need not exist
  bool operator==(const PercentilePosition&) const = default;
};

// Requires count > 0 and 0 <= per_mille <= 1000.
PercentilePosition PositionOf(int64_t count, int per_mille);

// A thousand times the value at `position` between its two neighbours: exact.
Int128 InterpolateTimes1000(const PercentilePosition& position, int64_t below, int64_t above);

// The percentile of sorted values, where `value_at(rank)` gives the value of 0-based `rank`, in units of `scale`
// stored integers: rounded once. Requires count > 0.
template <typename ValueAt>
double PercentileOf(int64_t count, int per_mille, int64_t scale, const ValueAt& value_at) {
  const PercentilePosition position = PositionOf(count, per_mille);
  const int64_t below = value_at(position.below);
  const int64_t above = position.thousandths == 0 ? below : value_at(position.below + 1);
  return Ratio(InterpolateTimes1000(position, below, above), Int128{1000} * scale);
}

}  // namespace barrage

#endif  // COORDINATOR_METRICS_PERCENTILE_H_
