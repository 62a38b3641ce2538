#ifndef COORDINATOR_METRICS_START_SKEW_H_
#define COORDINATOR_METRICS_START_SKEW_H_

#include <cstdint>

#include "coordinator/metrics/common_axis.h"
#include "coordinator/metrics/survey.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// How far apart the agents began, with the bounds of the two clocks in question: an agent began at its first dispatch
// less that request's offset. Where the concurrency is ramped, first dispatches are apart on purpose and the agents'
// t0 stand for them. 0 with fewer than two agents at work.
int64_t StartSkewNs(const Survey& survey, const CommonAxis& axis, const LoadPlan& load);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_START_SKEW_H_
