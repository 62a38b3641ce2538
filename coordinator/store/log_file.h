#ifndef COORDINATOR_STORE_LOG_FILE_H_
#define COORDINATOR_STORE_LOG_FILE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

// A file that only grows. Append is for one thread; Sync may run on another at the same time. Errors name the path.
class LogFile {
 public:
  virtual ~LogFile() = default;

  // Returns when all bytes were handed to the kernel. After an error a part of them may stand in the file.
  virtual absl::Status Append(absl::string_view bytes) = 0;

  // Returns when everything appended before the call is on the device.
  virtual absl::Status Sync() = 0;
};

// A new file. AlreadyExists when there is one.
absl::StatusOr<std::unique_ptr<LogFile>> CreateLogFile(const std::string& path);

// The existing file at `path`, cut to its first `keep_bytes` bytes, to go on from there.
absl::StatusOr<std::unique_ptr<LogFile>> ContinueLogFile(const std::string& path, uint64_t keep_bytes);

}  // namespace barrage

#endif  // COORDINATOR_STORE_LOG_FILE_H_
