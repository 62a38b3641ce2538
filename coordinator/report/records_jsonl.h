#ifndef COORDINATOR_REPORT_RECORDS_JSONL_H_
#define COORDINATOR_REPORT_RECORDS_JSONL_H_

#include "absl/status/status.h"
#include "coordinator/report/file_writer.h"
#include "coordinator/report/report_input.h"

namespace barrage {

// Up to this many requests, and with --export-level raw, a line holds the gaps of each of its events.
inline constexpr int64_t kMostRequestsWithLists = 100'000;

// profile_export.jsonl: a line a request, by index, as AIPerf writes it: {"metadata": {…}, "metrics": {tag: {value,
// unit}}, "error": {…} | null}; with --keep-text "text": {"payload", "answer", "reasoning"} too. The order of the log
// does not show. Memory is bounded by reading the log once for each 200,000 requests.
absl::Status WriteRecordsJsonl(const ReportInput& input, FileWriter& file);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_RECORDS_JSONL_H_
