#ifndef COORDINATOR_CLI_RUN_FILES_H_
#define COORDINATOR_CLI_RUN_FILES_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "coordinator/cli/artifact_directory.h"
#include "coordinator/plan/plan.h"
#include "coordinator/store/record_log_writer.h"
#include "coordinator/target/target_probe.h"
#include "coordinator/workload/workload.h"

namespace barrage {

// The directory of a run that is about to start: records/ with an open log that holds the run's header and what the
// probe saw, plan.yaml and inputs.json.
struct RunFiles {
  ArtifactDirectory directory;
  std::unique_ptr<RecordLogWriter> log;
};

// `name`: of the directory; absent: ArtifactName. Error: names the path and why; ResourceExhausted when the disk is too
// small for the log that is expected.
absl::StatusOr<RunFiles> CreateRunFiles(const Plan& plan, const std::string& run_id, const ProbedTarget& target,
                                        const Workload& workload,
                                        const std::optional<std::string>& name = std::nullopt);

// Takes away what CreateRunFiles made, after a run that never sent a request. Closes the log.
void RemoveRunFiles(RunFiles& files);

}  // namespace barrage

#endif  // COORDINATOR_CLI_RUN_FILES_H_
