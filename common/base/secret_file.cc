#include "common/base/secret_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

constexpr size_t kLargest = 64 << 10;

}  // namespace

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
  std::string content(kLargest + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<size_t>(file.gcount()));
  if (content.size() > kLargest) return absl::InvalidArgumentError(absl::StrCat(path, ": above 64 KiB, no secret"));
  std::string secret(absl::StripAsciiWhitespace(content));
  if (secret.empty()) return absl::InvalidArgumentError(absl::StrCat(path, ": holds no secret"));
  return secret;
}

}  // namespace barrage
