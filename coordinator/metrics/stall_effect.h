#ifndef COORDINATOR_METRICS_STALL_EFFECT_H_
#define COORDINATOR_METRICS_STALL_EFFECT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/record/run_log.h"
#include "coordinator/metrics/health_digest.h"

namespace barrage {

// What loop stalls did to the samples: how many lie in one, and the p99 without them. A sample lies in a stall when one
// of its stamps was taken in it, on the same agent and loop, or was late by as much as a stall lasts.
struct StallEffect {
  int64_t samples = 0;  // TTFTs and gaps
  std::optional<double> ttft_p99_ms, gap_p99_ms;
};

// Over the timed requests of the measured phase. `digests`: by ordinal. Error: the log's.
absl::StatusOr<StallEffect> MeasureStalls(const RunLog& log, const std::vector<HealthDigest>& digests,
                                          bool event_tokens);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_STALL_EFFECT_H_
