#ifndef COORDINATOR_METRICS_SERVER_METRICS_H_
#define COORDINATOR_METRICS_SERVER_METRICS_H_

#include <map>
#include <string>

#include "common/record/run_log.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// What each series of the server's own metrics was over its scrapes during the run, by name with labels. Intervals are
// absent: scrapes of one series depend on each other.
std::map<std::string, Distribution> SummarizeScrapes(const RunFacts& facts);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SERVER_METRICS_H_
