#ifndef COORDINATOR_REPORT_HTML_METRICS_H_
#define COORDINATOR_REPORT_HTML_METRICS_H_

#include <string>
#include <vector>

#include "coordinator/metrics/summary.h"

namespace barrage {

// The metrics as HTML, each of them once: a table of those with a distribution, a table of single numbers, and, folded
// away, those that do not apply to the run, with the reason.
std::string MetricTables(const std::vector<Metric>& metrics);

// Beside the latencies of what succeeded, the same with each failed request counted as the worst; empty without
// failures.
std::string FailureTable(const Summary& summary);

// A window's metrics, folded away under its name and its times.
std::string WindowTables(const WindowSummary& window);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_HTML_METRICS_H_
