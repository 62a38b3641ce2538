#include <unistd.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "coordinator/cli/artifact_directory.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/run_series.h"
#include "coordinator/cli/terminal.h"
#include "coordinator/cli/text_file.h"
#include "coordinator/plan/choice.h"
#include "coordinator/plan/option_table.h"
#include "coordinator/plan/plan_builder.h"
#include "coordinator/plan/plan_validator.h"
#include "coordinator/plan/sweep.h"
#include "coordinator/report/sweep_report.h"

namespace barrage {
namespace {

// The plan of a run, as its own command line makes it. Adds what is wrong with it to `problems`.
Plan PlanWith(const CommandLine& line, absl::string_view flag, const std::string& value,
              std::vector<std::string>& problems) {
  OptionTree options = line.options;
  options.Add({FindFlag(flag), {value}, OriginKind::kFlag, std::string(flag)});
  std::vector<std::string> ignored;
  const Plan plan = BuildSettings(options, problems, ignored).plan;
  for (std::string& problem : ValidatePlan(plan, options)) problems.push_back(std::move(problem));
  return plan;
}

// GenAI-Perf names a directory by the load, and by what is swept where that is no load.
std::string NameOf(const Plan& plan, SweepType type, const std::string& value) {
  const std::string model = plan.target.models.empty() ? "" : plan.target.models.front();
  const std::string name = ArtifactName(plan, model);
  if (type == SweepType::kConcurrency || type == SweepType::kRequestRate) return name;
  return absl::StrCat(name.substr(0, name.rfind('-') + 1), WordOf(type), value);
}

absl::Status WriteSweep(const Sweep& sweep, const std::string& parent) {
  std::error_code error;
  std::filesystem::create_directories(parent, error);
  absl::Status status = WriteTextFile(absl::StrCat(parent, "/analyze_export_genai_perf.csv"), SweepCsv(sweep));
  status.Update(WriteTextFile(absl::StrCat(parent, "/analyze_export.json"), SweepJson(sweep)));
  return status;
}

}  // namespace

// Runs the same benchmark once for each value of what is swept.
int RunAnalyze(const CommandLine& line) {
  const Invocation& invocation = line.settings.invocation;
  const SweepType type = invocation.sweep_type;
  const std::string& parent = line.settings.plan.output.artifact_dir;
  const auto values = SweepValues(type, invocation.sweep_range, invocation.sweep_list);
  std::vector<std::string> problems;
  std::vector<SeriesRun> runs;
  if (!values.ok()) {
    problems.push_back(absl::StrCat(line.options.WhereOf(invocation.sweep_list ? "--sweep-list" : "--sweep-range"), " ",
                                    values.status().message()));
  }
  if (invocation.profile_runs > 1) problems.push_back("--num-profile-runs is for one load: barrage profile");
  if (invocation.junit) problems.push_back("--junit is for one run: barrage report DIR --junit FILE");
  for (size_t i = 0; problems.empty() && i < values->size(); ++i) {
    const std::string& value = (*values)[i];
    const Plan plan = PlanWith(line, SweptFlag(type), value, problems);
    runs.push_back({absl::StrCat(WordOf(type), " ", value),
                    parent,
                    UnusedArtifactName(parent, NameOf(plan, type, value)),
                    {std::string(SweptFlag(type)), value}});
  }
  if (!problems.empty()) {
    PrintErrors(problems);
    return kExitUsage;
  }
  std::vector<SeriesResult> results = CarryOutSeries(line, runs, invocation.cooldown);
  Sweep sweep{.type = WordOf(type), .runs = {}};
  for (size_t i = 0; i < results.size(); ++i) {
    sweep.runs.push_back({(*values)[i], results[i].directory, results[i].exit_code, std::move(results[i].summary)});
  }
  PrintResult(absl::StrCat(RenderSweep(sweep, TerminalWidth(STDOUT_FILENO)), "Files    ", parent,
                           "/: analyze_export_genai_perf.csv, analyze_export.json, a directory a run\n"));
  if (const absl::Status status = WriteSweep(sweep, parent); !status.ok()) {
    PrintError(status.message());
    return kExitInternal;
  }
  return ExitCodeOf(results);
}

}  // namespace barrage
