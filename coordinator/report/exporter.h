#ifndef COORDINATOR_REPORT_EXPORTER_H_
#define COORDINATOR_REPORT_EXPORTER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/record/run_log.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/report/file_writer.h"
#include "coordinator/report/report_input.h"

namespace barrage {

// One file of a run's directory (METRICS §7). `write` gives the same bytes for the same input.
struct ExporterRow {
  absl::string_view name;  // "genai-perf json"
  std::string (*file_name)(const Summary& summary);
  bool (*applies)(const Summary& summary);  // null: always
  absl::Status (*write)(const ReportInput& input, FileWriter& file);
  absl::string_view what;  // a few words for the list of files
};

// The table: one row an exporter, in the order the console names them.
absl::Span<const ExporterRow> Exporters();

// Writes the file of every exporter that applies into `directory`, each through a temporary file and a rename, so that
// a reader never sees half of one. Returns the file names. Error: names the path.
absl::StatusOr<std::vector<std::string>> WriteReports(const Summary& summary, const RunLog& log,
                                                      const std::string& directory);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_EXPORTER_H_
