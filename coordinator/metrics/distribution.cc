#include "coordinator/metrics/distribution.h"

#include <cmath>
#include <optional>

#include "coordinator/metrics/order_interval.h"
#include "coordinator/metrics/percentile.h"

namespace barrage {

double MeanOf(Int128 sum, int64_t count, int64_t scale) { return Ratio(sum, Int128{count} * scale); }

double DeviationOf(Int128 sum, Int128 sum_of_squares, int64_t count, int64_t scale) {
  // Around the whole part q of the mean, so that nothing cancels: Σ(x − q)² = Σ² − 2qΣ + nq², exact in 128 bits.
  const Int128 q = sum / count, rest = sum % count;
  const Int128 around_q = sum_of_squares - 2 * q * sum + q * q * count;
  const long double shift = static_cast<long double>(rest) / count;
  const long double variance = static_cast<long double>(around_q) / count - shift * shift;
  return variance <= 0 ? 0 : static_cast<double>(std::sqrt(variance) / scale);
}

Distribution DistributionOf(const ValueSet& values, int64_t scale) {
  const int64_t count = values.count();
  const auto value_at = [&values](int64_t rank) { return values.ValueAt(rank); };
  Distribution result;
  result.count = count;
  result.avg = MeanOf(values.sum(), count, scale);
  result.std = DeviationOf(values.sum(), values.sum_of_squares(), count, scale);
  result.min = Ratio(values.min(), scale);
  result.max = Ratio(values.max(), scale);
  result.histogram = values.histogram();
  for (size_t i = 0; i < kPerMille.size(); ++i) {
    result.percentiles[i] = PercentileOf(count, kPerMille[i], scale, value_at);
    const std::optional<OrderInterval> ranks = OrderIntervalOf(count, kPerMille[i]);
    if (!ranks) continue;
    result.ci95[i] = {Ratio(values.ValueAt(ranks->low - 1), scale), Ratio(values.ValueAt(ranks->high - 1), scale)};
  }
  return result;
}

LatencyTriple TripleOf(const ValueSet& values) {
  if (values.empty()) return {};
  const auto value_at = [&values](int64_t rank) { return values.ValueAt(rank); };
  return {.p50 = static_cast<int64_t>(PercentileOf(values.count(), 500, 1, value_at)),
          .p99 = static_cast<int64_t>(PercentileOf(values.count(), 990, 1, value_at)),
          .max = values.max()};
}

Distribution SingleValue(double value, int64_t count) {
  Distribution result;
  result.count = count;
  result.avg = result.min = result.max = value;
  result.percentiles.fill(value);
  return result;
}

}  // namespace barrage
