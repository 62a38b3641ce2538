#ifndef COORDINATOR_COMPARE_COMPARISON_H_
#define COORDINATOR_COMPARE_COMPARISON_H_

#include <optional>
#include <string>
#include <vector>

#include "coordinator/compare/compared_run.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// Whether the 95 % intervals of a percentile in both runs leave room for chance.
enum class Apart { kUnknown, kYes, kNo };

// One statistic of one metric in both runs.
struct Change {
  std::string tag, title, unit, statistic;
  double before = 0, after = 0;
  std::optional<double> fraction;  // of `before`; absent where that is 0
  Apart apart = Apart::kUnknown;   // unknown: no percentile, or too few requests for an interval
};

// What a rule saw. It is broken where its change is true, and where a value is missing.
struct ChangeResult {
  std::string rule;
  std::optional<double> observed;  // in the rule's unit: percent, or the metric's
  bool broken = false;
  Apart apart = Apart::kUnknown;
};

// Everything that is printed of two runs.
struct Comparison {
  std::vector<Change> changes;                       // in the order of the metrics of the second run
  std::vector<ChangeResult> results;                 // in the order of the rules
  std::vector<std::string> notes;                    // why the numbers may not mean the same
  std::vector<std::string> only_before, only_after;  // lines of the plans that differ: "load.concurrency: 4"
  bool any_invalid = false;
  bool passed() const;
};

// Compares `after` with `before`: mean, p50, p90, p95 and p99 of what each request has, the one number of what a run
// has, and whatever else a rule names.
Comparison Compare(const ComparedRun& before, const ComparedRun& after, const std::vector<ChangeRule>& rules);

}  // namespace barrage

#endif  // COORDINATOR_COMPARE_COMPARISON_H_
