#include "agent/dealer.h"

namespace barrage {

uint32_t Dealer::Deal(const wire::ScheduledRequest& request) {
  if (request.has_session()) {
    const auto found = session_loops_.find(request.session());
    if (found != session_loops_.end()) return found->second;
  }
  const uint64_t ordinal = dealt_++;
  const uint64_t slot = slots_ == 0 ? ordinal : ordinal % slots_;
  const uint32_t loop = static_cast<uint32_t>(slot % loops_);
  if (request.has_session()) session_loops_.emplace(request.session(), loop);
  return loop;
}

}  // namespace barrage
