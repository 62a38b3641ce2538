#ifndef COORDINATOR_REPORT_SUMMARY_JSON_H_
#define COORDINATOR_REPORT_SUMMARY_JSON_H_

#include "absl/status/status.h"
#include "coordinator/report/file_writer.h"
#include "coordinator/report/report_input.h"

namespace barrage {

// The version of summary.json's layout: keys are only added within a major version (docs/summary.schema.json).
inline constexpr char kSummarySchemaVersion[] = "1.0.0";

// summary.json: the whole Summary, a published contract (METRICS §7).
absl::Status WriteSummaryJson(const ReportInput& input, FileWriter& file);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_SUMMARY_JSON_H_
