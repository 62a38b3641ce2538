#include "agent/load/open_loop_pacer.h"

#include <iterator>
#include <utility>

namespace barrage {

void OpenLoopPacer::Add(std::vector<Waiting> requests) {
  queue_.insert(queue_.end(), std::make_move_iterator(requests.begin()), std::make_move_iterator(requests.end()));
}

int64_t OpenLoopPacer::NextDueNs() const {
  return queue_.empty() ? kNever : t0_ns_ + queue_.front().request.offset_ns();
}

std::optional<Due> OpenLoopPacer::TakeDue(int64_t now_ns) {
  const int64_t intended_ns = NextDueNs();
  if (intended_ns > now_ns) return std::nullopt;
  Due due{.waiting = std::move(queue_.front()), .intended_ns = intended_ns, .blocked_ns = std::nullopt, .slot = 0};
  queue_.pop_front();
  return due;
}

}  // namespace barrage
