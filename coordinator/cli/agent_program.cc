#include "coordinator/cli/agent_program.h"

#include "absl/strings/str_cat.h"

namespace barrage {
absl::StatusOr<std::string> FindAgentProgram(const std::optional<std::string>& given, const std::string& own_path,
                                             const char* path_variable) {
  if (given) {
    if (IsProgram(*given)) return *given;
    return absl::NotFoundError(absl::StrCat("--agent-binary ", *given, " is no program"));
  }
  auto found = FindProgram("barrage-agent", "agent", own_path, path_variable);
  if (found.ok()) return found;
  return absl::NotFoundError(absl::StrCat(found.status().message(), "; --agent-binary says where it is"));
}

absl::StatusOr<std::string> FindSimProgram(const std::string& own_path, const char* path_variable) {
  return FindProgram("barrage-sim", "tests/sim", own_path, path_variable);
}

}  // namespace barrage
