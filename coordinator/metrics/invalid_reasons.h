#ifndef COORDINATOR_METRICS_INVALID_REASONS_H_
#define COORDINATOR_METRICS_INVALID_REASONS_H_

#include <vector>

#include "coordinator/metrics/verdict_input.h"

namespace barrage {

// Why the run is INVALID (METRICS §6), in the order of that list: something was lost, did not happen, or does not add
// up. `load_not_delivered` is here below 90 % and among the reasons for DEGRADED below 99 %.
std::vector<VerdictReason> InvalidReasons(const VerdictInput& input);

// Share of what was scheduled that was dispatched, leaving out what an interrupt or a lost agent under `continue` left
// unsent; 1 where nothing else was scheduled.
double DeliveredFraction(const RunLedgers& ledgers);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_INVALID_REASONS_H_
