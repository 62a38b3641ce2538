#ifndef COORDINATOR_REPORT_CONSOLE_METRICS_H_
#define COORDINATOR_REPORT_CONSOLE_METRICS_H_

#include <string>

#include "coordinator/metrics/summary.h"

namespace barrage {

// GenAI-Perf's table, columns avg min max p99 p90 p75; a percentile without an interval is marked ~.
std::string RenderMetricTable(const Summary& summary, size_t width);

// The latencies again with each failure counted as the worst; empty where nothing failed.
std::string RenderFailureTable(const Summary& summary, size_t width);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_CONSOLE_METRICS_H_
