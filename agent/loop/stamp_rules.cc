#include "agent/loop/stamp_rules.h"

#include <algorithm>
#include <cstdlib>

namespace barrage {

std::optional<int64_t> MonotonicStamp(const StampEvidence& evidence) {
  if (std::abs(evidence.wall_offset_ns - evidence.earlier_wall_offset_ns) > kClockStepNs) return std::nullopt;
  const int64_t stamp_ns = evidence.kernel_wall_ns - evidence.wall_offset_ns;
  if (stamp_ns < evidence.drained_ns - kStampSlackNs) return std::nullopt;
  if (stamp_ns > evidence.read_ns + kClockStepNs) return std::nullopt;
  return std::min(stamp_ns, evidence.read_ns);
}

}  // namespace barrage
