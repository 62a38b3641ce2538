#include "coordinator/web/result_folders.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

namespace barrage {
namespace {

namespace fs = std::filesystem;

std::optional<int64_t> ChangedNs(const fs::path& path, mode_t kind) {
  struct stat facts;
  if (lstat(path.c_str(), &facts) != 0 || (facts.st_mode & S_IFMT) != kind) return std::nullopt;
  return facts.st_mtim.tv_sec * int64_t{1'000'000'000} + facts.st_mtim.tv_nsec;
}

}  // namespace

std::vector<ResultFolder> ResultFolders(const std::string& parent) {
  std::vector<ResultFolder> folders;
  std::error_code error;
  for (fs::directory_iterator it(parent, error), end; !error && it != end; it.increment(error)) {
    const fs::path& path = it->path();
    const auto changed = ChangedNs(path, S_IFDIR);
    if (!changed || !ChangedNs(path / "records", S_IFDIR)) continue;
    const auto summary = ChangedNs(path / "summary.json", S_IFREG);
    folders.push_back({.name = path.filename(),
                       .path = path,
                       .finished = summary.has_value(),
                       .changed_ns = summary.value_or(*changed)});
  }
  std::sort(folders.begin(), folders.end(), [](const ResultFolder& a, const ResultFolder& b) {
    return a.changed_ns != b.changed_ns ? a.changed_ns > b.changed_ns : a.name < b.name;
  });
  return folders;
}

std::vector<ResultFile> ResultFiles(const std::string& folder) {
  std::vector<ResultFile> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    struct stat facts;
    if (lstat(it->path().c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) continue;
    files.push_back({.name = it->path().lexically_relative(folder), .bytes = facts.st_size});
  }
  std::sort(files.begin(), files.end(), [](const ResultFile& a, const ResultFile& b) { return a.name < b.name; });
  return files;
}

const ResultFolder* NewestFinished(const std::vector<ResultFolder>& folders) {
  const auto found = std::find_if(folders.begin(), folders.end(), [](const ResultFolder& f) { return f.finished; });
  return found == folders.end() ? nullptr : &*found;
}

}  // namespace barrage
