#ifndef COORDINATOR_METRICS_DEGRADED_REASONS_H_
#define COORDINATOR_METRICS_DEGRADED_REASONS_H_

#include <vector>

#include "coordinator/metrics/verdict_input.h"

namespace barrage {

// Why the run's numbers are to be taken with care (METRICS §6), each with the metrics to distrust.
std::vector<VerdictReason> DegradedReasons(const VerdictInput& input);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_DEGRADED_REASONS_H_
