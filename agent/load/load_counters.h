#ifndef AGENT_LOAD_LOAD_COUNTERS_H_
#define AGENT_LOAD_LOAD_COUNTERS_H_

#include <array>
#include <cstdint>

#include "common/record/outcome.h"

namespace barrage {

// What a loop has counted since its worker was made. HealthSample (proto/facts.proto) defines each.
struct LoadCounters {
  uint64_t dispatched = 0, finished = 0;
  std::array<uint64_t, kOutcomes.size()> outcomes{};  // by Outcome number − 1
  uint64_t content_events = 0;
  uint64_t output_tokens = 0;                                         // usage where sent, else content events
  uint64_t stamps_kernel = 0, stamps_user = 0, stamps_coalesced = 0;  // events
  int64_t slot_idle_ns = 0;         // Σ over slots of time without a request, while dispatch was open
  int64_t dispatch_blocked_ns = 0;  // time in which a lapsed lease or a full spool held dispatch back
};

}  // namespace barrage

#endif  // AGENT_LOAD_LOAD_COUNTERS_H_
