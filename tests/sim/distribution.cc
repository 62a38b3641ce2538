#include "tests/sim/distribution.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace barrage::sim {
namespace {

double DrawReal(const Distribution& d, Rng& rng) {
  switch (d.shape) {
    case Shape::kConstant:
      return d.mean_ns;
    case Shape::kNormal:
      return d.mean_ns + d.stddev_ns * rng.Normal();
    case Shape::kLognormal: {
      if (d.mean_ns <= 0) return 0;
      const double ratio = d.stddev_ns / d.mean_ns;
      const double variance = std::log1p(ratio * ratio);
      return std::exp(std::log(d.mean_ns) - variance / 2 + std::sqrt(variance) * rng.Normal());
    }
    case Shape::kExponential:
      return d.mean_ns * rng.Exponential();
  }
  return 0;
}

}  // namespace

int64_t Draw(const Distribution& distribution, Rng& rng) {
  constexpr double kOneDayNs = 86400e9;
  return std::llround(std::clamp(DrawReal(distribution, rng), 0.0, kOneDayNs));
}

absl::StatusOr<Shape> ParseShape(absl::string_view name) {
  if (name == "constant") return Shape::kConstant;
  if (name == "normal") return Shape::kNormal;
  if (name == "lognormal") return Shape::kLognormal;
  if (name == "exponential") return Shape::kExponential;
  return absl::InvalidArgumentError(
      absl::StrCat("must be constant, normal, lognormal or exponential, got '", name, "'"));
}

}  // namespace barrage::sim
