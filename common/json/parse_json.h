#ifndef COMMON_JSON_PARSE_JSON_H_
#define COMMON_JSON_PARSE_JSON_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/json/rapidjson.h"

namespace barrage {

// Deeper nesting is refused: whoever walks a document does so by recursion.
inline constexpr int kMaxJsonDepth = 128;

// The one JSON value that `text` holds. For input that is read once; the hot path has a SAX handler of its own. Bytes
// above 0x7f must be valid UTF-8. Error: InvalidArgument "not JSON at byte 12: Missing a comma or '}' after an object
// member."
absl::StatusOr<rapidjson::Document> ParseJson(absl::string_view text);

}  // namespace barrage

#endif  // COMMON_JSON_PARSE_JSON_H_
