#ifndef COORDINATOR_METRICS_SERVER_READINGS_H_
#define COORDINATOR_METRICS_SERVER_READINGS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "coordinator/metrics/server_metrics.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

using Readings = std::vector<std::pair<int64_t, double>>;  // (ns, value), by time

// The readings that tell of the span: those inside, and the ones next to it. Requires a reading.
Readings Around(const Readings& all, const ServerSpan& span);

// Of a gauge. Requires what Around gave.
Distribution LevelOf(const Readings& around, const ServerSpan& span);

// Of a counter. Requires the same.
ServerGrowth GrowthOf(const Readings& around, const ServerSpan& span);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SERVER_READINGS_H_
