#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/run_report.h"
#include "coordinator/metrics/summarize.h"
#include "coordinator/report/file_writer.h"
#include "coordinator/report/records_csv.h"
#include "coordinator/report/records_jsonl.h"
#include "coordinator/store/record_log_reader.h"

namespace barrage {
namespace {

constexpr char kNoParquet[] =
    "Parquet is not written: its C++ library is not in Debian, and the Rust one brings over fifty crates for one file. "
    "DuckDB turns the CSV into one: barrage export DIR --format csv --output FILE.csv && "
    "duckdb -c \"COPY (FROM 'FILE.csv') TO 'FILE.parquet'\"";

absl::Status Export(const CommandLine& line, const std::string& dir) {
  const Invocation& invocation = line.settings.invocation;
  if (invocation.export_format == ExportFormat::kParquet) return absl::InvalidArgumentError(kNoParquet);
  ASSIGN_OR_RETURN(const auto log, OpenRunLog(dir));
  ASSIGN_OR_RETURN(Plan plan, PlanOf(*log));
  plan.output.export_level = ExportLevel::kRaw;  // whoever exports wants all of it
  ASSIGN_OR_RETURN(const Summary summary, SummarizeWithPlan(*log, plan, {}));
  const bool to_stdout = invocation.export_output == "-";
  ASSIGN_OR_RETURN(FileWriter file, to_stdout ? absl::StatusOr<FileWriter>(FileWriter::ToStdout())
                                              : FileWriter::Create(invocation.export_output));
  const ReportInput input{summary, *log, {}};
  RETURN_IF_ERROR(invocation.export_format == ExportFormat::kCsv ? WriteRecordsCsv(input, file)
                                                                 : WriteRecordsJsonl(input, file));
  return file.Commit();
}

}  // namespace

// Writes every record of a run to a file or to stdout, whatever export level the run had.
int RunExport(const CommandLine& line) {
  if (line.operands.size() != 1) {
    PrintError("export takes one directory of a run: barrage export artifacts/NAME --format csv");
    return kExitUsage;
  }
  const absl::Status status = Export(line, line.operands.front());
  if (status.ok()) return kExitOk;
  PrintError(status.message());
  return absl::IsNotFound(status) || absl::IsInvalidArgument(status) ? kExitUsage : kExitInternal;
}

}  // namespace barrage
