#ifndef TESTS_SIM_DISTRIBUTION_H_
#define TESTS_SIM_DISTRIBUTION_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/rng.h"

namespace barrage::sim {

enum class Shape { kConstant, kNormal, kLognormal, kExponential };

// A duration in ns. `stddev` counts for normal and lognormal only; an exponential's is its mean.
struct Distribution {
  Shape shape = Shape::kConstant;
  double mean_ns = 0;
  double stddev_ns = 0;

  bool operator==(const Distribution&) const = default;
};

// One value, never negative (a normal is cut off at 0). A lognormal has the stated mean and standard deviation itself,
// not its logarithm: sigma^2 = ln(1 + (s/m)^2), mu = ln m - sigma^2 / 2.
int64_t Draw(const Distribution& distribution, Rng& rng);

// "constant", "normal", "lognormal" or "exponential".
absl::StatusOr<Shape> ParseShape(absl::string_view name);

}  // namespace barrage::sim

#endif  // TESTS_SIM_DISTRIBUTION_H_
