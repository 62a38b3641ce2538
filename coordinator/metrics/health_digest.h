#ifndef COORDINATOR_METRICS_HEALTH_DIGEST_H_
#define COORDINATOR_METRICS_HEALTH_DIGEST_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "common/base/log_histogram.h"
#include "common/record/run_log.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// What one agent's health samples say of the measured phase.
struct HealthDigest {
  int64_t samples = 0;  // of the measured phase
  LatenessHistogram lateness;
  int64_t lateness_max_ns = 0;
  double busiest_loop = 0;  // largest share of a sample's second
  double cpu_cores_mean = 0;
  int64_t resident_bytes_max = 0, spool_bytes_max = 0;
  int64_t involuntary_switches = 0;
  std::optional<int64_t> nr_throttled, throttled_ns;  // grown in the phase; absent without a cgroup
  uint64_t open_files_max = 0, ports_max = 0;
  int64_t slot_idle_ns = 0;
  std::vector<wire::LoopGap> gaps;  // agent's clock

  LatencyTriple LatenessTriple() const;
};

// Digests the samples of `agent` taken after `from_ns` and up to one sample past `to_ns` (agent's clock): counters grow
// from the last sample before `from_ns`, or from 0.
HealthDigest DigestHealth(const RunFacts& facts, uint32_t agent, int64_t from_ns, int64_t to_ns);

// p50, p99 and max of what a lateness histogram holds, within its 3.2 %.
LatencyTriple LatenessTripleOf(const LatenessHistogram& lateness, int64_t max_ns);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_HEALTH_DIGEST_H_
