#ifndef COORDINATOR_CLI_TEXT_FILE_H_
#define COORDINATOR_CLI_TEXT_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

// The whole file at `path`. Error: names the path and why (NotFound: cannot be opened; InvalidArgument: a directory, or
// larger than `max_bytes`).
absl::StatusOr<std::string> ReadTextFile(const std::string& path, size_t max_bytes);

// Writes `text` as the whole file at `path`, in place of what was there. Error: names the path and why.
absl::Status WriteTextFile(const std::string& path, absl::string_view text);

// Writes `text` behind what is at `path`. Error: names the path and why.
absl::Status AppendTextFile(const std::string& path, absl::string_view text);

}  // namespace barrage

#endif  // COORDINATOR_CLI_TEXT_FILE_H_
