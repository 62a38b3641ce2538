#ifndef COORDINATOR_REPORT_FILE_WRITER_H_
#define COORDINATOR_REPORT_FILE_WRITER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/unique_fd.h"

namespace barrage {

// Writes one file under a temporary name beside it, buffered; Commit renames it into place. Without Commit nothing is
// left behind. One thread.
class FileWriter {
 public:
  // Error: names the path and what the system said.
  static absl::StatusOr<FileWriter> Create(const std::string& path);

  // Writes to this process's stdout; Commit flushes.
  static FileWriter ToStdout();

  FileWriter(FileWriter&&) = default;
  FileWriter& operator=(FileWriter&&) = delete;
  ~FileWriter();

  // Errors are kept and told by Commit.
  void Append(absl::string_view text);

  // Flushes, closes and renames. Call once.
  absl::Status Commit();

 private:
  FileWriter(std::string path, std::string temporary, UniqueFd fd);
  void Flush();

  std::string path_, temporary_;
  UniqueFd fd_;
  std::string buffer_;
  absl::Status status_;
};

}  // namespace barrage

#endif  // COORDINATOR_REPORT_FILE_WRITER_H_
