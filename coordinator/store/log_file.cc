#include "coordinator/store/log_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/unique_fd.h"

namespace barrage {
namespace {

absl::Status ErrorAt(const std::string& path, absl::string_view what) {
  const int error = errno;
  return absl::ErrnoToStatus(error, absl::StrCat(path, ": ", what));
}

class KernelFile final : public LogFile {
 public:
  KernelFile(UniqueFd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}

  absl::Status Append(absl::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return ErrorAt(path_, "cannot write");
      bytes.remove_prefix(static_cast<size_t>(written));
    }
    return absl::OkStatus();
  }

  absl::Status Sync() override {
    if (::fdatasync(fd_.get()) != 0) return ErrorAt(path_, "cannot sync");
    return absl::OkStatus();
  }

 private:
  const UniqueFd fd_;
  const std::string path_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<LogFile>> CreateLogFile(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644));
  if (!fd.valid()) return ErrorAt(path, "cannot create");
  return std::make_unique<KernelFile>(std::move(fd), path);
}

absl::StatusOr<std::unique_ptr<LogFile>> ContinueLogFile(const std::string& path, uint64_t keep_bytes) {
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  if (!fd.valid()) return ErrorAt(path, "cannot open");
  if (::ftruncate(fd.get(), static_cast<off_t>(keep_bytes)) != 0) return ErrorAt(path, "cannot cut its torn end");
  return std::make_unique<KernelFile>(std::move(fd), path);
}

}  // namespace barrage
