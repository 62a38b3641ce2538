#include "coordinator/cli/run_report.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/result_message.h"
#include "coordinator/cli/text_file.h"
#include "coordinator/plan/plan_yaml.h"
#include "coordinator/report/console.h"
#include "coordinator/report/exporter.h"
#include "coordinator/report/junit.h"
#include "coordinator/report/result_line.h"
#include "coordinator/report/step_summary.h"

namespace barrage {

absl::StatusOr<int> WriteRunReport(const RunLog& log, const ReportView& view) {
  ASSIGN_OR_RETURN(const Summary summary, SummarizeWithPlan(log, view.plan, view.options));
  std::error_code error;
  std::filesystem::create_directories(view.directory, error);
  if (error) return absl::UnavailableError(absl::StrCat("cannot create ", view.directory, ": ", error.message()));
  ASSIGN_OR_RETURN(const std::vector<std::string> files, WriteReports(summary, log, view.directory));
  PrintResult(
      RenderConsole(summary, {.width = view.width, .color = view.color, .directory = view.directory, .files = files}));
  if (view.junit) RETURN_IF_ERROR(WriteTextFile(*view.junit, JunitXml(summary)));
  if (view.step_summary) RETURN_IF_ERROR(AppendTextFile(*view.step_summary, StepSummary(summary)));
  if (view.result_line) PublishResult(ResultJson(summary));
  return summary.exit_code;
}

std::optional<std::string> StepSummaryFile(Environment environment) {
  const char* const path = environment("GITHUB_STEP_SUMMARY");
  if (path == nullptr || *path == '\0') return std::nullopt;
  return path;
}

absl::StatusOr<Plan> PlanOf(const RunLog& log) { return PlanFromYaml(log.facts().header.plan_yaml()); }

}  // namespace barrage
