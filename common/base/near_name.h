#ifndef COMMON_BASE_NEAR_NAME_H_
#define COMMON_BASE_NEAR_NAME_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace barrage {

// The fewest insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal string
// alignment: no piece is edited twice).
size_t EditDistance(absl::string_view a, absl::string_view b);

// The one of `known` that the writer of `name` most likely meant; the first of equals. Nothing when all are further
// than a third of `name`'s length (at least two edits) and none begins with it.
std::optional<std::string> NearName(absl::string_view name, const std::vector<std::string>& known);

}  // namespace barrage

#endif  // COMMON_BASE_NEAR_NAME_H_
