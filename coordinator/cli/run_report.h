#ifndef COORDINATOR_CLI_RUN_REPORT_H_
#define COORDINATOR_CLI_RUN_REPORT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/record/run_log.h"
#include "coordinator/metrics/summarize.h"
#include "coordinator/plan/option_tree.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// How a run is looked at.
struct ReportView {
  Plan plan;  // the log's, with what the command line changed
  SummarizeOptions options;
  std::string directory;                           // where the files go; made if it is not there
  bool result_line = false;                        // ends stdout with it
  std::optional<std::string> junit, step_summary;  // paths of a JUnit file, and of a GitHub workflow's summary
  bool color = false;
  size_t width = 80;
};

// Summarizes the log, writes every report file into the view's directory and prints the console report to stdout.
// Returns the exit code that the summary asks for. Error: of the log or of a file.
absl::StatusOr<int> WriteRunReport(const RunLog& log, const ReportView& view);

// The file that a GitHub workflow shows beside its step, where the program runs in one.
std::optional<std::string> StepSummaryFile(Environment environment);

// The plan that the log's header holds. Error: InvalidArgument.
absl::StatusOr<Plan> PlanOf(const RunLog& log);

}  // namespace barrage

#endif  // COORDINATOR_CLI_RUN_REPORT_H_
