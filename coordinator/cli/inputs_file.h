#ifndef COORDINATOR_CLI_INPUTS_FILE_H_
#define COORDINATOR_CLI_INPUTS_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "coordinator/fleet/run_setup.h"
#include "coordinator/plan/plan.h"
#include "coordinator/workload/workload.h"

namespace barrage {

// Writes GenAI-Perf's inputs.json: {"data": [{"payload": [BODY]}]}, the bodies of the first requests, one a unique
// payload, at most 10,000 of them and 64 MiB. Error: names the path.
absl::Status WriteInputs(const Plan& plan, const ResolvedTarget& target, const Workload& workload,
                         const std::string& path);

}  // namespace barrage

#endif  // COORDINATOR_CLI_INPUTS_FILE_H_
