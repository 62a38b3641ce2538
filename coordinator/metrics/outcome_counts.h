#ifndef COORDINATOR_METRICS_OUTCOME_COUNTS_H_
#define COORDINATOR_METRICS_OUTCOME_COUNTS_H_

#include <cstdint>

#include "coordinator/metrics/summary.h"

namespace barrage {

inline int64_t CountIn(const OutcomeCounts& outcomes, Outcome outcome) {
  return outcomes[static_cast<size_t>(outcome) - 1];
}

inline int64_t SumOf(const OutcomeCounts& outcomes) {
  int64_t sum = 0;
  for (const int64_t count : outcomes) sum += count;
  return sum;
}

// Requests that were handed to the network.
inline int64_t DispatchedOf(const OutcomeCounts& outcomes) {
  int64_t count = 0;
  for (const OutcomeRow& row : kOutcomes) count += row.dispatched ? CountIn(outcomes, row.outcome) : 0;
  return count;
}

// Those among them that the error rate counts.
inline int64_t FailuresOf(const OutcomeCounts& outcomes) {
  int64_t count = 0;
  for (const OutcomeRow& row : kOutcomes) count += row.failure ? CountIn(outcomes, row.outcome) : 0;
  return count;
}

}  // namespace barrage

#endif  // COORDINATOR_METRICS_OUTCOME_COUNTS_H_
