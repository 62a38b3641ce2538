#ifndef COORDINATOR_METRICS_SUMMARIZE_H_
#define COORDINATOR_METRICS_SUMMARIZE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/record/run_log.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/window.h"

namespace barrage {

// How to look at a run; every field may differ from how it was planned.
struct SummarizeOptions {
  std::optional<std::string> definitions;        // a name in AllDefinitions(); absent: the plan's
  WindowChoice window;                           // of Summary::metrics
  std::optional<absl::Duration> slice_duration;  // absent: the plan's, if it has one
  std::vector<AssertRule> asserts;               // beside the plan's
};

// Everything that any report of this run says. Pure: the log and the options are its only input, no clock, no file, no
// thread; the same input gives the same Summary, in whatever order and over whatever agents the records are spread, but
// for what names agents. Reads the log about six times. Errors: InvalidArgument for unknown definitions or a plan that
// cannot be read; the log's.
absl::StatusOr<Summary> Summarize(const RunLog& log, const SummarizeOptions& options);

// The same with the plan given, in place of the log's copy of it.
absl::StatusOr<Summary> SummarizeWithPlan(const RunLog& log, const Plan& plan, const SummarizeOptions& options);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SUMMARIZE_H_
