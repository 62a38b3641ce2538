#include "coordinator/metrics/server_readings.h"

#include <algorithm>
#include <cmath>

#include "coordinator/metrics/percentile.h"

namespace barrage {
namespace {

// Weighted by how long each value held inside the span.
void FillMoments(const Readings& around, const ServerSpan& span, Distribution& result) {
  long double weight = 0, sum = 0, squares = 0;
  for (size_t i = 0; i < around.size(); ++i) {
    const int64_t from = std::max(around[i].first, span.t0_ns);
    const int64_t to = i + 1 < around.size() ? std::min(around[i + 1].first, span.end_ns) : span.end_ns;
    if (to <= from) continue;
    const long double held = static_cast<long double>(to - from);
    weight += held;
    sum += held * around[i].second;
    squares += held * around[i].second * around[i].second;
  }
  if (weight == 0) return;
  const long double mean = sum / weight;
  result.avg = static_cast<double>(mean);
  result.std = static_cast<double>(std::sqrt(std::max<long double>(0, squares / weight - mean * mean)));
}

}  // namespace

Readings Around(const Readings& all, const ServerSpan& span) {
  auto first =
      std::upper_bound(all.begin(), all.end(), span.t0_ns, [](int64_t t, const auto& r) { return t < r.first; });
  if (first != all.begin()) --first;
  auto last = std::lower_bound(first, all.end(), span.end_ns, [](const auto& r, int64_t t) { return r.first < t; });
  if (last != all.end()) ++last;
  return {first, last};
}

Distribution LevelOf(const Readings& around, const ServerSpan& span) {
  std::vector<double> values;
  for (const auto& [at_ns, value] : around) {
    if (at_ns < span.end_ns) values.push_back(value);  // one after the end is another run's business
  }
  if (values.empty()) values.push_back(around.front().second);
  std::sort(values.begin(), values.end());
  Distribution result;
  result.count = static_cast<int64_t>(values.size());
  result.min = values.front();
  result.max = values.back();
  result.avg = values.front();  // where the readings held for no time
  for (size_t i = 0; i < kPerMille.size(); ++i) {
    const PercentilePosition position = PositionOf(result.count, kPerMille[i]);
    const double below = values[static_cast<size_t>(position.below)];
    const double above = position.thousandths == 0 ? below : values[static_cast<size_t>(position.below) + 1];
    result.percentiles[i] = below + (above - below) * static_cast<double>(position.thousandths) / 1000;
  }
  FillMoments(around, span, result);
  return result;
}

ServerGrowth GrowthOf(const Readings& around, const ServerSpan& span) {
  ServerGrowth growth;
  growth.readings = static_cast<int64_t>(around.size());
  growth.from_ns = around.front().first - span.t0_ns;
  growth.to_ns = around.back().first - span.t0_ns;
  long double sum = 0;
  for (size_t i = 1; i < around.size(); ++i) {
    const double before = around[i - 1].second, now = around[i].second;
    sum += now >= before ? now - before : now;  // it began again from zero
  }
  growth.growth = static_cast<double>(sum);
  const int64_t took_ns = growth.to_ns - growth.from_ns;
  if (took_ns > 0) growth.per_s = static_cast<double>(sum * 1e9L / static_cast<long double>(took_ns));
  return growth;
}

}  // namespace barrage
