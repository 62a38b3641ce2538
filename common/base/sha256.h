#ifndef COMMON_BASE_SHA256_H_
#define COMMON_BASE_SHA256_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

// SHA-256 (FIPS 180-4) of `bytes`, as 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

// The same of a file's content, read in pieces. Error: names the path and why.
absl::StatusOr<std::string> Sha256HexOfFile(const std::string& path);

}  // namespace barrage

#endif  // COMMON_BASE_SHA256_H_
