#include "common/base/near_name.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace barrage {

size_t EditDistance(absl::string_view a, absl::string_view b) {
  // Three rows of the usual table: a swap looks two rows back.
  std::vector<size_t> before(b.size() + 1), previous(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({previous[j] + 1, row[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, row);
  }
  return previous[b.size()];
}

std::optional<std::string> NearName(absl::string_view name, const std::vector<std::string>& known) {
  // A name far longer than any option is not a slip of the pen, and the table would be large.
  if (name.empty() || name.size() > 100) return std::nullopt;
  size_t best = std::max<size_t>(2, name.size() / 3) + 1;
  std::optional<std::string> nearest;
  for (const std::string& candidate : known) {
    const size_t distance = EditDistance(name, candidate);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  if (nearest) return nearest;
  for (const std::string& candidate : known) {
    if (name.size() >= 4 && absl::StartsWith(candidate, name)) return candidate;
  }
  return std::nullopt;
}

}  // namespace barrage
