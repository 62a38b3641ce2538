#ifndef AGENT_LOAD_LOOP_HEALTH_H_
#define AGENT_LOAD_LOOP_HEALTH_H_

#include <cstdint>
#include <vector>

#include "agent/load/load_counters.h"
#include "common/base/log_histogram.h"

namespace barrage {

// An interval of CLOCK_MONOTONIC in which the loop did not run.
struct GapInterval {
  int64_t from_ns = 0, to_ns = 0;
};

// The state of one loop, as HealthSample (proto/facts.proto) has it for the whole agent.
struct LoopHealth : LoadCounters {
  int64_t loop_cpu_ns = 0;  // of the loop's thread, since it began

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
