#include "coordinator/compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "coordinator/plan/threshold.h"

namespace barrage {
namespace {

constexpr const char* kShown[] = {"avg", "p50", "p90", "p95", "p99"};

std::optional<double> StatisticOf(const ComparedMetric& metric, const std::string& statistic) {
  const auto found = metric.statistics.find(statistic == "rate" ? "avg" : statistic);
  return found == metric.statistics.end() ? std::nullopt : std::optional(found->second);
}

Apart ApartOf(const ComparedMetric& before, const ComparedMetric& after, const std::string& statistic) {
  const auto a = before.ranges.find(statistic), b = after.ranges.find(statistic);
  if (a == before.ranges.end() || b == after.ranges.end()) return Apart::kUnknown;
  return a->second.second < b->second.first || b->second.second < a->second.first ? Apart::kYes : Apart::kNo;
}

std::optional<Change> ChangeOf(const ComparedRun& before, const ComparedRun& after, const std::string& tag,
                               const std::string& statistic) {
  const ComparedMetric *const a = before.Find(tag), *const b = after.Find(tag);
  if (a == nullptr || b == nullptr) return std::nullopt;
  const std::optional<double> was = StatisticOf(*a, statistic), is = StatisticOf(*b, statistic);
  if (!was || !is) return std::nullopt;
  Change change{.tag = tag, .title = b->title, .unit = b->unit, .statistic = statistic, .before = *was, .after = *is};
  if (*was != 0) change.fraction = (*is - *was) / std::abs(*was);
  change.apart = ApartOf(*a, *b, statistic);
  return change;
}

ChangeResult Judge(const ChangeRule& rule, const ComparedRun& before, const ComparedRun& after) {
  ChangeResult result{.rule = rule.text, .observed = std::nullopt, .broken = true};
  const std::optional<Change> change = ChangeOf(before, after, rule.tag, rule.statistic);
  if (!change) return result;
  result.apart = change->apart;
  if (!rule.relative) {
    result.observed = change->after - change->before;
  } else if (change->fraction) {
    result.observed = 100 * *change->fraction;
  } else if (change->after == change->before) {
    result.observed = 0;
  } else {
    return result;  // no percentage of nothing
  }
  result.broken = Holds(rule.comparison, *result.observed, rule.limit);
  return result;
}

// "load.concurrency: 4" for each line of a plan's YAML that holds a value.
std::vector<std::string> Values(const std::string& plan) {
  std::vector<std::string> values;
  std::string section, key;
  for (const absl::string_view line : absl::StrSplit(plan, '\n', absl::SkipWhitespace())) {
    const absl::string_view text = absl::StripAsciiWhitespace(line);
    const bool is_item = absl::StartsWith(text, "-");
    if (!absl::ascii_isspace(static_cast<unsigned char>(line[0]))) {
      section = std::string(text);
    } else if (is_item) {
      values.push_back(absl::StrCat(section.substr(0, section.find(':')), ".", key, " ",
                                    absl::StripAsciiWhitespace(text.substr(1))));
    } else {
      key = std::string(text);
      if (!absl::EndsWith(text, ":")) values.push_back(absl::StrCat(section.substr(0, section.find(':')), ".", text));
    }
  }
  // Where a run's files lie does not change it.
  std::erase_if(values, [](const std::string& value) {
    return absl::StartsWith(value, "output.artifact_dir:") || absl::StartsWith(value, "output.run_name:");
  });
  std::sort(values.begin(), values.end());
  return values;
}

void AddPlans(const ComparedRun& before, const ComparedRun& after, Comparison& comparison) {
  const std::vector<std::string> a = Values(before.plan), b = Values(after.plan);
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(comparison.only_before));
  std::set_difference(b.begin(), b.end(), a.begin(), a.end(), std::back_inserter(comparison.only_after));
}

void AddNotes(const ComparedRun& before, const ComparedRun& after, Comparison& comparison) {
  const auto differ = [&](const std::string& a, const std::string& b, absl::string_view what) {
    if (a != b) comparison.notes.push_back(absl::StrCat(what, ": ", a, " in A, ", b, " in B"));
  };
  differ(before.definitions, after.definitions, "the formulas differ");
  differ(before.token_source, after.token_source, "tokens were counted by different sources");
  for (const auto& [run, name] : {std::pair(&before, "A"), std::pair(&after, "B")}) {
    if (run->verdict != "VALID")
      comparison.notes.push_back(absl::StrCat("the measurement of ", name, " is ", run->verdict));
    comparison.any_invalid |= run->verdict == "INVALID";
  }
}

}  // namespace

bool Comparison::passed() const {
  return std::none_of(results.begin(), results.end(), [](const ChangeResult& result) { return result.broken; });
}

Comparison Compare(const ComparedRun& before, const ComparedRun& after, const std::vector<ChangeRule>& rules) {
  Comparison comparison;
  for (const ComparedMetric& metric : after.metrics) {
    for (const char* const statistic : kShown) {
      if (auto change = ChangeOf(before, after, metric.tag, statistic))
        comparison.changes.push_back(*std::move(change));
    }
  }
  for (const ChangeRule& rule : rules) comparison.results.push_back(Judge(rule, before, after));
  AddNotes(before, after, comparison);
  AddPlans(before, after, comparison);
  return comparison;
}

}  // namespace barrage
