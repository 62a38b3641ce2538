#ifndef COMMON_BASE_HMAC_H_
#define COMMON_BASE_HMAC_H_

#include <string>

#include "absl/strings/string_view.h"

namespace barrage {

// HMAC-SHA256 (RFC 2104, FIPS 180-4) of `message`: 32 bytes. An empty key is a key like any other.
std::string HmacSha256(absl::string_view key, absl::string_view message);

// Whether two codes are equal, in a time that does not depend on where they differ.
bool SameCode(absl::string_view a, absl::string_view b);

}  // namespace barrage

#endif  // COMMON_BASE_HMAC_H_
