#include "coordinator/plan/threshold.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/near_name.h"
#include "common/base/status_macros.h"
#include "coordinator/plan/metric_name.h"
#include "coordinator/plan/value_text.h"

namespace barrage {
namespace {

using Comparison = AssertRule::Comparison;

constexpr absl::string_view kStatistics[] = {"avg", "min", "max", "std", "count", "rate", "p1",  "p5",
                                             "p10", "p25", "p50", "p75", "p90",   "p95",  "p99", "p99_9"};

struct Operator {
  absl::string_view text;
  Comparison comparison;
};
// Longer ones first: "<" begins "<=".
constexpr Operator kOperators[] = {{"<=", Comparison::kLessEqual},
                                   {">=", Comparison::kGreaterEqual},
                                   {"==", Comparison::kEqual},
                                   {"<", Comparison::kLess},
                                   {">", Comparison::kGreater}};

absl::StatusOr<const MetricName*> FindMetric(absl::string_view name) {
  if (const MetricName* metric = FindMetricName(name)) return metric;
  std::vector<std::string> known;
  for (const MetricName& row : MetricNames()) {
    known.emplace_back(row.tag);
    if (!row.alias.empty()) known.emplace_back(row.alias);
  }
  const auto near = NearName(name, known);
  return absl::InvalidArgumentError(
      absl::StrCat("names no metric: '", name, "'", near ? absl::StrCat(" (did you mean ", *near, "?)") : ""));
}

// A limit in the metric's unit.
absl::StatusOr<double> ReadLimit(absl::string_view text, const MetricName& metric) {
  text = absl::StripAsciiWhitespace(text);
  if (const auto number = ReadNumber(text); number.ok()) return number;
  if (metric.unit == "ms" || metric.unit == "s") {
    ASSIGN_OR_RETURN(const absl::Duration limit, ReadDuration(text, metric.unit));
    return metric.unit == "s" ? absl::ToDoubleSeconds(limit) : absl::ToDoubleMilliseconds(limit);
  }
  if (metric.unit == "ratio" && absl::ConsumeSuffix(&text, "%")) {
    ASSIGN_OR_RETURN(const double percent, ReadNumber(text));
    return percent / 100;
  }
  return ReadNumber(text);
}

absl::StatusOr<std::string> ReadStatistic(absl::string_view text) {
  std::string name = absl::StrReplaceAll(text, {{"(", ""}, {")", ""}, {".", "_"}});
  if (name == "med") name = "p50";
  for (const absl::string_view known : kStatistics) {
    if (known == name) return name;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("has an unknown statistic '", text, "'; there are ", absl::StrJoin(kStatistics, ", ")));
}

// METRIC.STATISTIC<LIMIT, taken apart.
struct RuleParts {
  const MetricName* metric = nullptr;
  std::string statistic;
  Comparison comparison = Comparison::kLess;
  absl::string_view limit;
};

absl::StatusOr<RuleParts> SplitRule(absl::string_view text) {
  const size_t at = text.find_first_of("<>=");
  const Operator* found = nullptr;
  for (const Operator& row : kOperators) {
    if (found == nullptr && at != absl::string_view::npos && absl::StartsWith(text.substr(at), row.text)) found = &row;
  }
  if (found == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("must be METRIC.STATISTIC<LIMIT, got '", text, "'"));
  }
  RuleParts parts;
  parts.comparison = found->comparison;
  const absl::string_view left = absl::StripAsciiWhitespace(text.substr(0, at));
  const size_t dot = left.find('.');
  ASSIGN_OR_RETURN(parts.metric, FindMetric(left.substr(0, dot)));
  parts.statistic = "avg";
  if (dot != absl::string_view::npos) {
    ASSIGN_OR_RETURN(parts.statistic, ReadStatistic(left.substr(dot + 1)));
  }
  parts.limit = text.substr(at + found->text.size());
  return parts;
}

}  // namespace

absl::StatusOr<GoodputRule> ReadGoodputRule(absl::string_view text) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat("must be METRIC:LIMIT, got '", text, "'"));
  }
  ASSIGN_OR_RETURN(const MetricName* const metric, FindMetric(absl::StripAsciiWhitespace(text.substr(0, colon))));
  if (metric->is_rate) {
    return absl::InvalidArgumentError(
        absl::StrCat("must name a metric that each request has; ", metric->tag, " is one number of the whole run"));
  }
  ASSIGN_OR_RETURN(const double limit, ReadLimit(text.substr(colon + 1), *metric));
  if (limit <= 0) return absl::InvalidArgumentError(absl::StrCat("must have a limit > 0, got '", text, "'"));
  return GoodputRule{std::string(metric->tag), limit};
}

std::string WriteGoodputRule(const GoodputRule& rule) { return absl::StrCat(rule.tag, ":", WriteNumber(rule.limit)); }

absl::StatusOr<AssertRule> ReadAssertRule(absl::string_view text) {
  ASSIGN_OR_RETURN(const RuleParts parts, SplitRule(text));
  AssertRule rule;
  rule.text = std::string(text);
  rule.tag = std::string(parts.metric->tag);
  rule.statistic = parts.statistic;
  rule.comparison = parts.comparison;
  ASSIGN_OR_RETURN(rule.limit, ReadLimit(parts.limit, *parts.metric));
  return rule;
}

absl::StatusOr<ChangeRule> ReadChangeRule(absl::string_view text) {
  ASSIGN_OR_RETURN(const RuleParts parts, SplitRule(text));
  ChangeRule rule;
  rule.text = std::string(text);
  rule.tag = std::string(parts.metric->tag);
  rule.statistic = parts.statistic;
  rule.comparison = parts.comparison;
  absl::string_view limit = absl::StripAsciiWhitespace(parts.limit);
  absl::ConsumePrefix(&limit, "+");
  const bool falls = absl::ConsumePrefix(&limit, "-");
  rule.relative = absl::ConsumeSuffix(&limit, "%");
  ASSIGN_OR_RETURN(const double size, rule.relative ? ReadNumber(limit) : ReadLimit(limit, *parts.metric));
  rule.limit = falls ? -size : size;
  return rule;
}

bool Holds(AssertRule::Comparison comparison, double observed, double limit) {
  switch (comparison) {
    case AssertRule::Comparison::kLess:
      return observed < limit;
    case AssertRule::Comparison::kLessEqual:
      return observed <= limit;
    case AssertRule::Comparison::kGreater:
      return observed > limit;
    case AssertRule::Comparison::kGreaterEqual:
      return observed >= limit;
    case AssertRule::Comparison::kEqual:
      return observed == limit;
  }
  return false;
}

}  // namespace barrage
