#include "coordinator/cli/program.h"

#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/log.h"
#include "coordinator/cli/command_line.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/help_text.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/text_file.h"
#include "coordinator/cli/version.h"
#include "coordinator/plan/plan_yaml.h"
#include "coordinator/workload/workload.h"

namespace barrage {
namespace {

// With everything else that is wrong: what the input file's own faults are.
void AddInputFileProblems(CommandLine& line) {
  const std::optional<std::string>& file = line.settings.plan.dataset.input_file;
  if (!file || absl::StartsWith(*file, "payload:") || line.command == nullptr) return;
  const auto workload = Workload::Make(line.settings.plan);
  if (!workload.ok()) line.problems.emplace_back(workload.status().message());
}

// What was given, secrets taken out, and where: a flag, a variable, a line of the plan file.
void LogOptions(const CommandLine& line) {
  for (const OptionValue* const value : line.options.values()) {
    const OptionRow& row = *value->row;
    if (!row.in_plan || row.field.get == nullptr) continue;
    LogInfo(PathOf(row), " = ", absl::StrJoin(row.field.get(line.settings), ", "), ", from ", value->where);
  }
}

int WritePlan(const Plan& plan, const std::string& path) {
  const std::string yaml = PlanToYaml(plan);
  if (path == "-") {
    PrintResult(yaml);
    return kExitOk;
  }
  const absl::Status written = WriteTextFile(path, yaml);
  if (!written.ok()) PrintError(written.message());
  return written.ok() ? kExitOk : kExitInternal;
}

}  // namespace

int RunProgram(const std::vector<std::string>& words, Environment environment) {
  SetLogName("barrage");
  if (words.empty()) {
    PrintNotice(ProgramHelp());
    return kExitUsage;
  }
  CommandLine line = ReadCommandLine(words, environment);
  const Invocation& invocation = line.settings.invocation;
  if (invocation.help || invocation.help_all) {
    PrintResult(line.command == nullptr ? ProgramHelp() : CommandHelp(*line.command, invocation.help_all));
    return kExitOk;
  }
  if (invocation.version) {
    PrintResult(absl::StrCat("barrage ", kVersion, "\n"));
    return kExitOk;
  }
  if (!line.problems.empty()) {
    AddInputFileProblems(line);
    PrintErrors(line.problems);
    PrintNotice(
        absl::StrCat("Try: barrage ", line.command == nullptr ? "" : absl::StrCat(line.command->name, " "), "--help"));
    return kExitUsage;
  }
  for (const std::string& warning : line.warnings) PrintWarning(warning);
  if (invocation.verbose) SetLogLevel(LogLevel::kInfo);
  LogOptions(line);
  if (invocation.write_plan) return WritePlan(line.settings.plan, *invocation.write_plan);
  return line.command->run(line);
}

}  // namespace barrage
