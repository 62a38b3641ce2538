#include "common/base/find_program.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace barrage {

bool IsProgram(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

absl::StatusOr<std::string> FindProgram(absl::string_view name, absl::string_view tree_folder,
                                        const std::string& own_path, const char* path_variable) {
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

std::string OwnPath() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).string();
}

}  // namespace barrage
