#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/base/status_macros.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/run_report.h"
#include "coordinator/cli/terminal.h"
#include "coordinator/metrics/window.h"
#include "coordinator/plan/value_text.h"
#include "coordinator/store/record_log_reader.h"

namespace barrage {
namespace {

// What the command line asks to see otherwise than the run was planned, and the folder's name that says so.
absl::StatusOr<ReportView> ViewOf(const CommandLine& line, const RunLog& log, const std::string& dir) {
  ReportView view;
  ASSIGN_OR_RETURN(view.plan, PlanOf(log));
  const OutputPlan& given = line.settings.plan.output;
  OutputPlan& output = view.plan.output;
  std::vector<std::string> changes;
  if (line.options.Find("--definitions") != nullptr) {
    view.options.definitions = given.definitions;
    changes.push_back(given.definitions);
  }
  if (const auto& window = line.settings.invocation.window) {
    ASSIGN_OR_RETURN(view.options.window, ReadWindowChoice(*window));
    changes.push_back(absl::StrCat("window-", absl::StrReplaceAll(*window, {{":", "-"}})));
  }
  if (given.slice_duration) {
    view.options.slice_duration = given.slice_duration;
    changes.push_back(absl::StrCat("slices-", WriteDuration(*given.slice_duration, "s")));
  }
  if (!given.asserts.empty()) {
    view.options.asserts = given.asserts;
    changes.push_back("assert");
  }
  if (!given.goodput.empty()) {
    output.goodput = given.goodput;
    changes.push_back("goodput");
  }
  if (given.gpus) {
    output.gpus = given.gpus;
    changes.push_back(absl::StrCat("gpus-", *given.gpus));
  }
  if (given.strict && !output.strict) {
    output.strict = true;
    changes.push_back("strict");
  }
  view.directory = changes.empty() ? dir : absl::StrCat(dir, "/reports/", absl::StrJoin(changes, "-"));
  view.junit = line.settings.invocation.junit;
  view.step_summary = StepSummaryFile(line.environment);
  view.width = TerminalWidth(STDOUT_FILENO);
  view.color = IsTerminal(STDOUT_FILENO) && line.environment("NO_COLOR") == nullptr;
  return view;
}

int Fail(const absl::Status& status) {
  PrintError(status.message());
  return absl::IsNotFound(status) || absl::IsInvalidArgument(status) ? kExitUsage : kExitInternal;
}

}  // namespace

// Computes a run's reports anew from its record log.
int RunReport(const CommandLine& line) {
  if (line.operands.size() != 1) {
    PrintError("report takes one directory of a run: barrage report artifacts/NAME");
    return kExitUsage;
  }
  const std::string& dir = line.operands.front();
  const auto log = OpenRunLog(dir);
  if (!log.ok()) return Fail(log.status());
  const auto view = ViewOf(line, **log, dir);
  if (!view.ok()) return Fail(view.status());
  const auto exit_code = WriteRunReport(**log, *view);
  return exit_code.ok() ? *exit_code : Fail(exit_code.status());
}

}  // namespace barrage
