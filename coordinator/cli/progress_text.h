#ifndef COORDINATOR_CLI_PROGRESS_TEXT_H_
#define COORDINATOR_CLI_PROGRESS_TEXT_H_

#include <string>
#include <vector>

#include "coordinator/cli/progress_rates.h"
#include "coordinator/fleet/run_observer.h"

namespace barrage {

// A run at one moment as at most six lines of at most `width` columns: phase and time, requests, rates, failures by
// kind where there are any, agents.
std::vector<std::string> ProgressLines(const FleetProgress& progress, const ProgressRates& rates, size_t width);

// The same as one line.
std::string ProgressLine(const FleetProgress& progress, const ProgressRates& rates);

// The same as one JSON object: phase, elapsed_s, scheduled, dispatched, finished, in_flight, failed, requests_per_s,
// tokens_per_s, agents.
std::string ProgressJson(const FleetProgress& progress, const ProgressRates& rates);

}  // namespace barrage

#endif  // COORDINATOR_CLI_PROGRESS_TEXT_H_
