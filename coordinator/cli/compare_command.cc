#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/terminal.h"
#include "coordinator/cli/text_file.h"
#include "coordinator/compare/comparison.h"
#include "coordinator/compare/comparison_text.h"

namespace barrage {
namespace {

constexpr size_t kMaxSummaryBytes = size_t{256} << 20;

// Of a run's directory, or of a summary.json that was kept from one.
absl::StatusOr<ComparedRun> ReadRun(const std::string& path) {
  std::error_code error;
  const bool is_directory = std::filesystem::is_directory(path, error);
  const std::string file = is_directory ? absl::StrCat(path, "/summary.json") : path;
  ASSIGN_OR_RETURN(const std::string text, ReadTextFile(file, kMaxSummaryBytes));
  auto run = ReadComparedRun(text);
  if (run.ok()) return run;
  return absl::InvalidArgumentError(absl::StrCat(file, ": ", run.status().message()));
}

std::string Head(const std::string& path, const ComparedRun& run) {
  return absl::StrCat(path, run.run_name.empty() ? "" : absl::StrCat(" (", run.run_name, ")"), ", ", run.model, ", ",
                      run.started_at, ", ", run.verdict);
}

absl::StatusOr<int> Run(const CommandLine& line) {
  const std::string &a = line.operands[0], &b = line.operands[1];
  ASSIGN_OR_RETURN(const ComparedRun before, ReadRun(a));
  ASSIGN_OR_RETURN(const ComparedRun after, ReadRun(b));
  const Comparison comparison = Compare(before, after, line.settings.invocation.fail_if);
  const std::string text = RenderComparison(comparison, Head(a, before), Head(b, after), TerminalWidth(STDOUT_FILENO));
  std::fputs(text.c_str(), stdout);
  if (std::fflush(stdout) != 0) return absl::UnavailableError("stdout cannot be written");
  if (comparison.any_invalid) return kExitInvalid;
  return comparison.passed() ? kExitOk : kExitThreshold;
}

}  // namespace

// Compares the summaries of two runs, and judges the changes by --fail-if.
int RunCompare(const CommandLine& line) {
  if (line.operands.size() != 2) {
    PrintError("compare takes two runs: barrage compare artifacts/BEFORE artifacts/AFTER --fail-if 'ttft.p95>+5%'");
    return kExitUsage;
  }
  const absl::StatusOr<int> code = Run(line);
  if (code.ok()) return *code;
  PrintError(code.status().message());
  return absl::IsNotFound(code.status()) || absl::IsInvalidArgument(code.status()) ? kExitUsage : kExitInternal;
}

}  // namespace barrage
