#ifndef COORDINATOR_METRICS_SCHEDULE_LAG_H_
#define COORDINATOR_METRICS_SCHEDULE_LAG_H_

#include <algorithm>
#include <cstdint>
#include <optional>

#include "common/record/request_record.h"

namespace barrage {

// How late a request of an open loop was sent, and why: total = coordinator + loop. The wait for a slot under a capped
// rate is not lag and stands apart (blocked_ns).
struct ScheduleLag {
  int64_t total_ns = 0;
  int64_t coordinator_ns = 0;  // its slice came after it was due
  int64_t loop_ns = 0;         // the rest: the loop was late
};

// Absent in a closed loop, and for what was not dispatched.
inline std::optional<ScheduleLag> LagOf(const RequestRecord& record) {
  if (!record.intended_ns || !record.dispatched_ns) return std::nullopt;
  ScheduleLag lag;
  lag.total_ns = *record.dispatched_ns - *record.intended_ns - record.blocked_ns.value_or(0);
  if (record.granted_ns) {
    lag.coordinator_ns =
        std::clamp<int64_t>(*record.granted_ns - *record.intended_ns, 0, std::max<int64_t>(0, lag.total_ns));
  }
  lag.loop_ns = lag.total_ns - lag.coordinator_ns;
  return lag;
}

// From the dispatch to the last byte of the request in the socket: connecting, where there was nothing to reuse.
inline std::optional<int64_t> ConnectionLagOf(const RequestRecord& record) {
  if (!record.request_sent_ns || !record.dispatched_ns) return std::nullopt;
  return *record.request_sent_ns - *record.dispatched_ns;
}

// How long the client itself held back a request that it had dispatched: from there, or from when its new connection
// stood, to the last byte in the socket. Connecting is the network's, and part of TTFT. Absent for what was sent again,
// and for bodies over 32 KiB, which the network takes in parts.
std::optional<int64_t> SendLagOf(const RequestRecord& record);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SCHEDULE_LAG_H_
