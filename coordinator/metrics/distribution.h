#ifndef COORDINATOR_METRICS_DISTRIBUTION_H_
#define COORDINATOR_METRICS_DISTRIBUTION_H_

#include <cstdint>

#include "coordinator/metrics/rational.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/value_set.h"

namespace barrage {

// Mean and standard deviation (ddof 0) of `count` integers with this sum and sum of squares, in units of `scale`.
// Requires count > 0.
double MeanOf(Int128 sum, int64_t count, int64_t scale);
double DeviationOf(Int128 sum, Int128 sum_of_squares, int64_t count, int64_t scale);

// What is printed of one value a request, with order-statistic intervals. Requires a sealed set that is not empty.
Distribution DistributionOf(const ValueSet& values, int64_t scale);

// p50, p99 and max of a set of ns, rounded down; zeros of an empty one. Requires a sealed set.
LatencyTriple TripleOf(const ValueSet& values);

// A number that has no distribution.
Distribution SingleValue(double value, int64_t count);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_DISTRIBUTION_H_
