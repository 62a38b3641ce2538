#ifndef COORDINATOR_WORKLOAD_DRAWN_LENGTH_H_
#define COORDINATOR_WORKLOAD_DRAWN_LENGTH_H_

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "common/base/rng.h"

namespace barrage {

// A length in tokens: normal around `mean`, rounded, at least 1. Draws nothing when `stddev` is 0.
inline int64_t DrawLength(int64_t mean, int64_t stddev, Rng& rng) {
  if (stddev == 0) return std::max<int64_t>(1, mean);
  return std::max<int64_t>(1, std::llround(static_cast<double>(mean) + static_cast<double>(stddev) * rng.Normal()));
}

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_DRAWN_LENGTH_H_
