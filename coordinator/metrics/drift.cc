#include "coordinator/metrics/drift.h"

#include <cmath>

#include "coordinator/metrics/distribution.h"

namespace barrage {
namespace {

constexpr double kLeastChange = 0.1;
constexpr size_t kP50 = 4;

Distribution HalfOf(const std::vector<std::pair<int64_t, int64_t>>& values, size_t from, size_t to, int64_t scale) {
  ValueSet set;
  for (size_t i = from; i < to; ++i) set.Add(values[i].second);
  set.Seal();
  return DistributionOf(set, scale);
}

}  // namespace

std::optional<Drift> FindDrift(const std::vector<std::pair<int64_t, int64_t>>& value_by_time, int64_t scale) {
  if (value_by_time.size() < 2) return std::nullopt;
  const size_t middle = value_by_time.size() / 2;
  const Distribution first = HalfOf(value_by_time, 0, middle, scale);
  const Distribution second = HalfOf(value_by_time, middle, value_by_time.size(), scale);
  const auto &a = first.ci95[kP50], &b = second.ci95[kP50];
  if (!a || !b || (a->first <= b->second && b->first <= a->second)) return std::nullopt;
  const Drift drift{first.percentiles[kP50], second.percentiles[kP50]};
  if (std::abs(drift.second_median - drift.first_median) <= kLeastChange * drift.first_median) return std::nullopt;
  return drift;
}

}  // namespace barrage
