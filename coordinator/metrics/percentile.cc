#include "coordinator/metrics/percentile.h"

namespace barrage {

PercentilePosition PositionOf(int64_t count, int per_mille) {
  const Int128 thousandths = Int128{count - 1} * per_mille;
  return {static_cast<int64_t>(thousandths / 1000), static_cast<int64_t>(thousandths % 1000)};
}

Int128 InterpolateTimes1000(const PercentilePosition& position, int64_t below, int64_t above) {
  return Int128{below} * (1000 - position.thousandths) + Int128{above} * position.thousandths;
}

}  // namespace barrage
