#include "coordinator/cli/repeat_command.h"

#include <unistd.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "coordinator/cli/artifact_directory.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/run_series.h"
#include "coordinator/cli/terminal.h"
#include "coordinator/cli/text_file.h"
#include "coordinator/report/aggregate_report.h"

namespace barrage {
namespace {

absl::Status WriteAggregate(const Repetition& repetition, const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  absl::Status status =
      WriteTextFile(absl::StrCat(directory, "/profile_export_aiperf_aggregate.json"), AggregateJson(repetition));
  status.Update(
      WriteTextFile(absl::StrCat(directory, "/profile_export_aiperf_aggregate.csv"), AggregateCsv(repetition)));
  return status;
}

// A warm-up of nothing, for the runs behind the first.
std::vector<std::string> WithoutWarmup() { return {"--warmup-request-count", "0", "--warmup-duration", "0"}; }

}  // namespace

int RunRepeatedly(const CommandLine& line) {
  const Invocation& invocation = line.settings.invocation;
  const Plan& plan = line.settings.plan;
  if (invocation.junit) {
    PrintError("--junit is for one run: barrage report DIR --junit FILE");
    return kExitUsage;
  }
  const std::string& parent = plan.output.artifact_dir;
  const std::string model = plan.target.models.empty() ? "" : plan.target.models.front();
  const std::string name =
      UnusedArtifactName(parent, invocation.artifact_name.value_or(ArtifactName(plan, model)), "profile_runs");
  const std::string directory = absl::StrCat(parent, "/", name);
  Repetition repetition{.confidence = invocation.confidence_level, .runs = {}};
  std::vector<SeriesRun> runs;
  for (int64_t i = 1; i <= invocation.profile_runs; ++i) {
    const std::string label = absl::StrFormat("run_%04d", i);
    runs.push_back({label, absl::StrCat(directory, "/profile_runs"), label,
                    i > 1 && invocation.warm_up_once ? WithoutWarmup() : std::vector<std::string>()});
  }
  std::vector<SeriesResult> results = CarryOutSeries(line, runs, invocation.cooldown);
  for (size_t i = 0; i < results.size(); ++i) {
    repetition.runs.push_back({runs[i].name, results[i].exit_code, std::move(results[i].summary)});
  }
  PrintResult(absl::StrCat(RenderAggregate(repetition, TerminalWidth(STDOUT_FILENO)), "Files    ", directory,
                           "/: profile_runs/, aggregate/\n"));
  if (const absl::Status status = WriteAggregate(repetition, absl::StrCat(directory, "/aggregate")); !status.ok()) {
    PrintError(status.message());
    return kExitInternal;
  }
  return ExitCodeOf(results);
}

}  // namespace barrage
