#ifndef AGENT_LOAD_LOOP_HEALTH_H_
#define AGENT_LOAD_LOOP_HEALTH_H_

#include <array>
#include <cstdint>
#include <vector>

#include "common/base/log_histogram.h"
#include "common/record/outcome.h"

namespace barrage {

// An interval of CLOCK_MONOTONIC in which the loop did not run.
struct GapInterval {
  int64_t from_ns = 0, to_ns = 0;
};

// The state of one loop, as HealthSample (proto/facts.proto) has it for the whole agent.
struct LoopHealth {
  // Since the worker was made.
  uint64_t dispatched = 0, finished = 0;
  std::array<uint64_t, kOutcomes.size()> outcomes{};  // by Outcome number − 1
  uint64_t content_events = 0;
  uint64_t output_tokens = 0;                                         // usage where sent, else content events
  uint64_t stamps_kernel = 0, stamps_user = 0, stamps_coalesced = 0;  // events
  int64_t slot_idle_ns = 0;         // Σ over slots of time without a request, while dispatch was open
  int64_t dispatch_blocked_ns = 0;  // time in which a lapsed lease or a full spool held dispatch back
  int64_t loop_cpu_ns = 0;          // of the loop's thread

  // Now.
  uint64_t in_flight = 0, granted_waiting = 0;

  // Since the previous TakeHealth.
  LatenessHistogram lateness;  // ns between readiness and handling
  int64_t lateness_max_ns = 0;
  double busy_fraction = 0;       // share of the time in which the loop did not wait
  std::vector<GapInterval> gaps;  // over 100 ms
};

}  // namespace barrage

#endif  // AGENT_LOAD_LOOP_HEALTH_H_
