#ifndef COORDINATOR_WEB_RESULTS_METRICS_H_
#define COORDINATOR_WEB_RESULTS_METRICS_H_

#include <vector>

#include "common/http/prometheus_text.h"
#include "coordinator/web/result_folders.h"

namespace barrage {

// How many runs there are, finished and not, and when the newest finished one was written.
std::vector<MetricSample> ResultsMetrics(const std::vector<ResultFolder>& folders);

}  // namespace barrage

#endif  // COORDINATOR_WEB_RESULTS_METRICS_H_
