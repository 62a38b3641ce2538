#include "coordinator/metrics/slo.h"

#include <algorithm>
#include <optional>

#include "coordinator/metrics/rational.h"
#include "coordinator/plan/threshold.h"

namespace barrage {
namespace {

std::optional<double> StatisticOf(const AssertRule& rule, const Distribution& value) {
  if (const int i = PercentileIndexOf(rule); i >= 0) return value.percentiles[static_cast<size_t>(i)];
  if (rule.statistic == "avg" || rule.statistic == "rate") return value.avg;
  if (rule.statistic == "min") return value.min;
  if (rule.statistic == "max") return value.max;
  if (rule.statistic == "std") return value.std;
  if (rule.statistic == "count") return static_cast<double>(value.count);
  return std::nullopt;
}

}  // namespace

GoodputJudge::GoodputJudge(const std::vector<GoodputRule>& rules) {
  for (const GoodputRule& rule : rules) rules_.push_back({FindMetricRow(rule.tag), rule.limit});
}

bool GoodputJudge::IsGood(const RequestFacts& facts) const {
  if (!facts.ok()) return false;
  return std::all_of(rules_.begin(), rules_.end(), [&](const Rule& rule) {
    if (rule.row == nullptr || rule.row->value == nullptr) return false;
    const std::optional<int64_t> value = rule.row->value(facts);
    if (!value) return false;
    const double observed = Ratio(*value, rule.row->scale);
    return rule.row->higher_is_better ? observed >= rule.limit : observed <= rule.limit;
  });
}

int PercentileIndexOf(const AssertRule& rule) {
  for (size_t i = 0; i < kPercentileKeys.size(); ++i) {
    if (rule.statistic == kPercentileKeys[i]) return static_cast<int>(i);
  }
  return -1;
}

std::vector<SloResult> CheckAsserts(absl::Span<const AssertRule> rules, absl::Span<const Metric> metrics) {
  std::vector<SloResult> results;
  for (const AssertRule& rule : rules) {
    SloResult& result = results.emplace_back();
    result.rule = rule.text;
    const auto metric = std::find_if(metrics.begin(), metrics.end(),
                                     [&](const Metric& candidate) { return candidate.tag == rule.tag; });
    if (metric == metrics.end() || !metric->value) continue;
    result.observed = StatisticOf(rule, *metric->value);
    result.passed = result.observed && Holds(rule.comparison, *result.observed, rule.limit);
  }
  return results;
}

}  // namespace barrage
