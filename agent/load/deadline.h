#ifndef AGENT_LOAD_DEADLINE_H_
#define AGENT_LOAD_DEADLINE_H_

#include <cstdint>
#include <optional>

#include "agent/load/outcome_decision.h"

namespace barrage {

// The deadlines of a request in flight; 0 or absent: none.
struct Deadlines {
  int64_t dispatched_ns = 0, active_ns = 0, now_ns = 0;
  int64_t total_ns = 0, no_progress_ns = 0;
  std::optional<int64_t> cancel_after_ns, sent_ns;  // the cancellation counts from when the whole request was sent
};

struct DeadlineVerdict {
  TransferEnd end = TransferEnd::kTimeout;
  bool no_progress = false;
  int64_t late_ns = -1;  // now − the soonest deadline; negative: none has passed
};

// Which deadline has passed longest ago. Pure.
DeadlineVerdict JudgeDeadline(const Deadlines& deadlines);

}  // namespace barrage

#endif  // AGENT_LOAD_DEADLINE_H_
