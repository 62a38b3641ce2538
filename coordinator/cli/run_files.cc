#include "coordinator/cli/run_files.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/status_macros.h"
#include "coordinator/cli/disk_space.h"
#include "coordinator/cli/inputs_file.h"
#include "coordinator/cli/text_file.h"
#include "coordinator/cli/version.h"
#include "coordinator/plan/plan_yaml.h"
#include "coordinator/store/log_format.h"
#include "proto/log.pb.h"

namespace barrage {
namespace {

std::string HostName() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

wire::LogEntry HeaderEntry(const std::string& run_id, std::string plan_yaml) {
  wire::LogEntry entry;
  wire::RunHeader& header = *entry.mutable_header();
  header.set_format_version(kLogFormatVersion);
  header.set_run_id(run_id);
  header.set_barrage_version(kVersion);
  header.set_plan_yaml(std::move(plan_yaml));
  header.set_started_ns(SystemClock().MonotonicNs());
  header.set_started_wall_ns(SystemClock().WallNs());
  header.set_host(HostName());
  return entry;
}

absl::Status Fill(const Plan& plan, const std::string& run_id, const ProbedTarget& target, const Workload& workload,
                  RunFiles& files) {
  const std::string& path = files.directory.path;
  if (const auto count = workload.Scheduled(LoadPhase::kMeasured)) {
    RETURN_IF_ERROR(CheckDiskSpace(path, ExpectedLogBytes(plan, *count)));
  }
  const std::string yaml = PlanToYaml(plan);
  RETURN_IF_ERROR(WriteTextFile(absl::StrCat(path, "/plan.yaml"), yaml));
  RETURN_IF_ERROR(WriteInputs(plan, target.resolved, workload, absl::StrCat(path, "/inputs.json")));
  ASSIGN_OR_RETURN(files.log, CreateRecordLog(path));
  files.log->Append(HeaderEntry(run_id, yaml));
  wire::LogEntry seen;
  *seen.mutable_target() = target.facts;
  files.log->Append(seen);
  return files.log->status();
}

}  // namespace

absl::StatusOr<RunFiles> CreateRunFiles(const Plan& plan, const std::string& run_id, const ProbedTarget& target,
                                        const Workload& workload, const std::optional<std::string>& name) {
  RunFiles files;
  ASSIGN_OR_RETURN(files.directory,
                   MakeArtifactDirectory(plan.output.artifact_dir,
                                         name.value_or(ArtifactName(plan, target.resolved.models.front()))));
  if (const absl::Status status = Fill(plan, run_id, target, workload, files); !status.ok()) {
    RemoveRunFiles(files);
    return status;
  }
  return files;
}

void RemoveRunFiles(RunFiles& files) {
  files.log.reset();
  std::error_code ignored;  // what cannot be removed stays, and harms nobody
  const std::string& path = files.directory.path;
  std::filesystem::remove(LogPath(path), ignored);
  for (const char* const name : {"/records", "/plan.yaml", "/inputs.json", ""}) {
    std::filesystem::remove(absl::StrCat(path, name), ignored);
  }
}

}  // namespace barrage
