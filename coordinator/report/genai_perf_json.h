#ifndef COORDINATOR_REPORT_GENAI_PERF_JSON_H_
#define COORDINATOR_REPORT_GENAI_PERF_JSON_H_

#include "absl/status/status.h"
#include "coordinator/report/file_writer.h"
#include "coordinator/report/report_input.h"

namespace barrage {

// profile_export_genai_perf.json: metric → {unit, avg, p1 … p99, min, max, std}, or {unit, avg} for a system metric;
// then telemetry_stats (empty: GPUs are not read) and input_config. Absent metrics are left out.
absl::Status WriteGenaiPerfJson(const ReportInput& input, FileWriter& file);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_GENAI_PERF_JSON_H_
