#ifndef COMMON_BASE_SECRET_FILE_H_
#define COMMON_BASE_SECRET_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace barrage {

// The secret in the file at `path`, without white space at its ends, so that coordinator and agents read the same key
// from a file with or without a final newline. Error: names the path and why (NotFound: cannot be opened;
// InvalidArgument: empty, or above 64 KiB). The error never holds the content.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

}  // namespace barrage

#endif  // COMMON_BASE_SECRET_FILE_H_
