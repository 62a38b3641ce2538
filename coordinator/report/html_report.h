#ifndef COORDINATOR_REPORT_HTML_REPORT_H_
#define COORDINATOR_REPORT_HTML_REPORT_H_

#include "absl/status/status.h"
#include "coordinator/report/file_writer.h"
#include "coordinator/report/report_input.h"

namespace barrage {

// report.html: one file that opens without a network. Verdict first, then every metric with its intervals, charts, the
// error budget, the agents, the ledger and the errors.
absl::Status WriteHtmlReport(const ReportInput& input, FileWriter& file);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_HTML_REPORT_H_
