#ifndef COMMON_RECORD_DEFLATE_H_
#define COMMON_RECORD_DEFLATE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

// `bytes` as a zlib stream (RFC 1950), the fastest way: about 50 MB/s.
std::string Deflate(absl::string_view bytes);

// What was deflated. Error: DataLoss, where `stream` is no whole zlib stream, or of over `most` bytes.
absl::StatusOr<std::string> Inflate(absl::string_view stream, size_t most);

}  // namespace barrage

#endif  // COMMON_RECORD_DEFLATE_H_
