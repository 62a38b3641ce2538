#ifndef COORDINATOR_REPORT_RECORDS_CSV_H_
#define COORDINATOR_REPORT_RECORDS_CSV_H_

#include "absl/status/status.h"
#include "coordinator/report/file_writer.h"
#include "coordinator/report/report_input.h"

namespace barrage {

// A line a request, in order of the index: what the jsonl's metadata has, then every metric of the catalog that one
// request can have, in its unit, as `tag (unit)`. What is absent is empty. RFC 4180: comma, quotes where needed.
absl::Status WriteRecordsCsv(const ReportInput& input, FileWriter& file);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_RECORDS_CSV_H_
