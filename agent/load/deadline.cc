#include "agent/load/deadline.h"

#include <algorithm>

namespace barrage {

DeadlineVerdict JudgeDeadline(const Deadlines& deadlines) {
  DeadlineVerdict verdict;
  const auto consider = [&](int64_t at_ns, TransferEnd end, bool no_progress) {
    if (deadlines.now_ns - at_ns > verdict.late_ns) verdict = {end, no_progress, deadlines.now_ns - at_ns};
  };
  if (deadlines.total_ns > 0) consider(deadlines.dispatched_ns + deadlines.total_ns, TransferEnd::kTimeout, false);
  if (deadlines.no_progress_ns > 0) {
    const int64_t active_ns = std::max(deadlines.active_ns, deadlines.dispatched_ns);
    consider(active_ns + deadlines.no_progress_ns, TransferEnd::kTimeout, true);
  }
  if (deadlines.cancel_after_ns && deadlines.sent_ns) {
    consider(*deadlines.sent_ns + *deadlines.cancel_after_ns, TransferEnd::kCancelledByPlan, false);
  }
  return verdict;
}

}  // namespace barrage
