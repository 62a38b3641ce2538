#ifndef COMMON_BASE_TEMPORARY_FOLDER_H_
#define COMMON_BASE_TEMPORARY_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace barrage {

// A new folder of this process alone in the system's place for such, removed with all in it at the end.
class TemporaryFolder {
 public:
  // `name` begins its name.
  explicit TemporaryFolder(absl::string_view name)
      : path_((std::filesystem::temp_directory_path() / absl::StrCat(name, "-XXXXXX")).string()) {
    if (mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  // Empty: it could not be made.
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace barrage

#endif  // COMMON_BASE_TEMPORARY_FOLDER_H_
