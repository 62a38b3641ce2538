#ifndef COORDINATOR_METRICS_SERVER_METRICS_H_
#define COORDINATOR_METRICS_SERVER_METRICS_H_

#include <cstdint>

#include "common/record/run_log.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// The time over which the server's metrics are told, on the coordinator's clock: the measured phase, from t0 to the end
// of its last request.
struct ServerSpan {
  int64_t t0_ns = 0, end_ns = 0;
};

// What the server said of itself during `span`. Levels (gauges) are weighted by time: each value holds until the page
// was read again. Counters tell by how much they grew from the last reading before the span to the first one after it,
// a restart's fall counting from zero. Percentiles are over the readings and have no interval: readings of one series
// depend on each other.
ServerView SummarizeScrapes(const RunFacts& facts, const ServerSpan& span);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SERVER_METRICS_H_
