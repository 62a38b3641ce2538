#ifndef COMMON_BASE_UTF8_H_
#define COMMON_BASE_UTF8_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace barrage {

// How many bytes of `text`, from its start, are valid UTF-8 (Unicode 15 table 3-7: no surrogates, no overlong forms,
// nothing above U+10FFFF). Equals text.size() when all of it is.
size_t ValidUtf8Length(absl::string_view text);

// `text` as valid UTF-8 of at most `max_bytes`: each byte that is no part of a character becomes U+FFFD, and what does
// not fit is cut between two characters. What goes into a Protocol Buffers `string` must be valid.
std::string ToValidUtf8(absl::string_view text, size_t max_bytes);

}  // namespace barrage

#endif  // COMMON_BASE_UTF8_H_
