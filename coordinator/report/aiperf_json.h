#ifndef COORDINATOR_REPORT_AIPERF_JSON_H_
#define COORDINATOR_REPORT_AIPERF_JSON_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "coordinator/report/file_writer.h"
#include "coordinator/report/json_writer.h"
#include "coordinator/report/report_input.h"

namespace barrage {

// profile_export_aiperf.json: one member a metric of the catalog that has a value, {unit, avg, p1 … p99, min, max, std}
// or {unit, avg}; then input_config, was_cancelled, error_summary, start_time.
absl::Status WriteAiperfJson(const ReportInput& input, FileWriter& file);

// The metrics of one table in the same form, without the braces.
void WriteAiperfMetrics(const std::vector<Metric>& metrics, JsonWriter& json);

// AIPerf knows whole percentiles only: this many of kPercentiles.
inline constexpr size_t kWholePercentiles = kPercentiles.size() - 1;

}  // namespace barrage

#endif  // COORDINATOR_REPORT_AIPERF_JSON_H_
