#ifndef COORDINATOR_CLI_ARTIFACT_DIRECTORY_H_
#define COORDINATOR_CLI_ARTIFACT_DIRECTORY_H_

#include <string>

#include "absl/status/statusor.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// GenAI-Perf's name of a run's directory: "<model>-openai-<endpoint>-concurrency8", "-request_rate2.5" or "-stages",
// with
// "_" for each "/" in the model and for whatever a file name should not hold.
std::string ArtifactName(const Plan& plan, const std::string& model);

struct ArtifactDirectory {
  std::string path;
  bool renamed = false;  // a run was there already: this is NAME.2, NAME.3 …
};

// NAME, or the first of NAME.2, NAME.3 … below `parent` that holds no folder `inner` yet.
std::string UnusedArtifactName(const std::string& parent, const std::string& name, absl::string_view inner = "records");

// Makes `parent`/`name` with a records/ folder in it. A directory that holds records/ is never used again. Error:
// Unavailable, naming the path and why.
absl::StatusOr<ArtifactDirectory> MakeArtifactDirectory(const std::string& parent, const std::string& name);

}  // namespace barrage

#endif  // COORDINATOR_CLI_ARTIFACT_DIRECTORY_H_
