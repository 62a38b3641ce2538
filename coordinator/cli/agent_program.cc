#include "coordinator/cli/agent_program.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace barrage {
namespace {

bool IsProgram(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

// Looks for `name` beside the program at `own_path`, in `tree_folder` of the build tree, and on PATH.
absl::StatusOr<std::string> Find(absl::string_view name, absl::string_view tree_folder, const std::string& own_path,
                                 const char* path_variable) {
  std::vector<std::string> folders;
  const size_t slash = own_path.rfind('/');
  if (slash != std::string::npos) {
    const std::string folder = own_path.substr(0, slash);
    folders = {folder, absl::StrCat(folder, "/../", tree_folder)};
  }
  if (path_variable != nullptr) {
    for (const absl::string_view folder : absl::StrSplit(path_variable, ':', absl::SkipEmpty())) {
      folders.emplace_back(folder);
    }
  }
  for (const std::string& folder : folders) {
    const std::string path = absl::StrCat(folder, "/", name);
    if (IsProgram(path)) return path;
  }
  return absl::NotFoundError(absl::StrCat(name, " is in none of ", absl::StrJoin(folders, ", ")));
}

}  // namespace

absl::StatusOr<std::string> FindAgentProgram(const std::optional<std::string>& given, const std::string& own_path,
                                             const char* path_variable) {
  if (given) {
    if (IsProgram(*given)) return *given;
    return absl::NotFoundError(absl::StrCat("--agent-binary ", *given, " is no program"));
  }
  auto found = Find("barrage-agent", "agent", own_path, path_variable);
  if (found.ok()) return found;
  return absl::NotFoundError(absl::StrCat(found.status().message(), "; --agent-binary says where it is"));
}

absl::StatusOr<std::string> FindSimProgram(const std::string& own_path, const char* path_variable) {
  return Find("barrage-sim", "tests/sim", own_path, path_variable);
}

std::string OwnPath() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).string();
}

}  // namespace barrage
