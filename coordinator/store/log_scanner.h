#ifndef COORDINATOR_STORE_LOG_SCANNER_H_
#define COORDINATOR_STORE_LOG_SCANNER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/unique_fd.h"

namespace barrage {

struct ScannedFrame {
  uint64_t offset = 0;        // of the content in the file
  absl::string_view content;  // until the next call of Next
};

// Reads the frames of a record log from front to back, holding little more than one of them.
class LogScanner {
 public:
  // NotFound where there is no such file; InvalidArgument where it is no record log.
  static absl::StatusOr<LogScanner> Open(const std::string& path);

  LogScanner(LogScanner&&) = default;

  // The next frame; nullopt at the end of what is whole. Error: the file cannot be read.
  absl::StatusOr<std::optional<ScannedFrame>> Next();

  // After Next gave nullopt: whether bytes follow that are no whole frame.
  bool torn() const { return torn_; }

  // How many bytes from the file's start are whole so far.
  uint64_t whole_bytes() const { return whole_bytes_; }

 private:
  LogScanner(UniqueFd fd, std::string path);

  // Adds to buffer_ until it holds `wanted` bytes after position_ or the file ends.
  absl::Status Fill(size_t wanted);

  UniqueFd fd_;
  std::string path_;
  std::string buffer_;
  size_t position_ = 0;       // of the first unread byte in buffer_
  uint64_t whole_bytes_ = 0;  // in the file, up to position_
  bool torn_ = false;
};

}  // namespace barrage

#endif  // COORDINATOR_STORE_LOG_SCANNER_H_
