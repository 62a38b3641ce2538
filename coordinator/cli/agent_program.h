#ifndef COORDINATOR_CLI_AGENT_PROGRAM_H_
#define COORDINATOR_CLI_AGENT_PROGRAM_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/find_program.h"

namespace barrage {

// The path of barrage-agent: `given`, else beside the running program, else in the build tree's folder (../agent/),
// else on PATH as in `path_variable`. Error: NotFound, with where it was looked for.
absl::StatusOr<std::string> FindAgentProgram(const std::optional<std::string>& given, const std::string& own_path,
                                             const char* path_variable);

// The path of barrage-sim, which ships beside the other two: as above, the build tree's folder being ../tests/sim/.
absl::StatusOr<std::string> FindSimProgram(const std::string& own_path, const char* path_variable);

}  // namespace barrage

#endif  // COORDINATOR_CLI_AGENT_PROGRAM_H_
