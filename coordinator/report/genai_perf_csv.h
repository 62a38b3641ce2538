#ifndef COORDINATOR_REPORT_GENAI_PERF_CSV_H_
#define COORDINATOR_REPORT_GENAI_PERF_CSV_H_

#include "absl/status/status.h"
#include "coordinator/report/file_writer.h"
#include "coordinator/report/report_input.h"

namespace barrage {

// profile_export_genai_perf.csv: `Metric,avg,min,max,p99 … p1`, a blank line, `Metric,Value`. Two decimals and
// thousands commas, quoted where a comma stands in a value.
absl::Status WriteGenaiPerfCsv(const ReportInput& input, FileWriter& file);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_GENAI_PERF_CSV_H_
