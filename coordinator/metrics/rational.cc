#include "coordinator/metrics/rational.h"

#include <algorithm>
#include <limits>

namespace barrage {
namespace {

constexpr Int128 kExactInDouble = Int128{1} << 53;

bool FitsDouble(Int128 value) { return value <= kExactInDouble && value >= -kExactInDouble; }

}  // namespace

int64_t DivideHalfEven(Int128 numerator, Int128 denominator) {
  Int128 quotient = numerator / denominator, rest = numerator % denominator;
  if (rest < 0) {  // floor, so that the rest is in [0, denominator)
    rest += denominator;
    --quotient;
  }
  const Int128 twice = 2 * rest;
  if (twice > denominator || (twice == denominator && quotient % 2 != 0)) ++quotient;
  constexpr Int128 kLowest = std::numeric_limits<int64_t>::min(), kHighest = std::numeric_limits<int64_t>::max();
  return static_cast<int64_t>(std::clamp(quotient, kLowest, kHighest));
}

double Ratio(Int128 numerator, Int128 denominator) {
  if (FitsDouble(numerator) && FitsDouble(denominator)) {
    return static_cast<double>(numerator) / static_cast<double>(denominator);
  }
  return static_cast<double>(static_cast<long double>(numerator) / static_cast<long double>(denominator));
}

}  // namespace barrage
