#include "coordinator/workload/bounded_lines.h"

#include <algorithm>

namespace barrage {

bool BoundedLines::Next() {
  line_.clear();
  was_cut_ = false;
  char piece[65536];
  bool any = false;
  while (true) {
    input_.getline(piece, sizeof(piece), '\n');
    const size_t taken = static_cast<size_t>(input_.gcount());
    const bool full = input_.fail() && !input_.eof() && taken == sizeof(piece) - 1;
    const bool ended = input_.eof();
    any |= taken > 0;
    // gcount() counts the line feed, which is not in `piece`.
    const size_t length = full || ended ? taken : taken - (taken > 0 ? 1 : 0);
    const size_t room = most_bytes_ - line_.size();
    line_.append(piece, std::min(length, room));
    was_cut_ |= length > room;
    if (!full) break;
    input_.clear(input_.rdstate() & ~std::ios::failbit);
  }
  if (!any) return false;
  ++number_;
  if (number_ == 1 && line_.rfind("\xef\xbb\xbf", 0) == 0) line_.erase(0, 3);
  if (!line_.empty() && line_.back() == '\r') line_.pop_back();
  return true;
}

}  // namespace barrage
