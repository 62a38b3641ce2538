#include "coordinator/report/exporter.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "coordinator/report/aiperf_json.h"
#include "coordinator/report/genai_perf_csv.h"
#include "coordinator/report/genai_perf_json.h"
#include "coordinator/report/html_report.h"
#include "coordinator/report/records_jsonl.h"
#include "coordinator/report/summary_json.h"

namespace barrage {
namespace {

std::string Stem(const Summary& summary, absl::string_view ending) {
  return absl::StrCat(summary.plan.output.profile_export_file, ending);
}

constexpr std::array<ExporterRow, 6> kExporters = {{
    {"summary", [](const Summary&) -> std::string { return "summary.json"; }, WriteSummaryJson, "everything"},
    {"genai-perf json", [](const Summary& s) { return Stem(s, "_genai_perf.json"); }, WriteGenaiPerfJson,
     "as GenAI-Perf writes it"},
    {"genai-perf csv", [](const Summary& s) { return Stem(s, "_genai_perf.csv"); }, WriteGenaiPerfCsv,
     "as GenAI-Perf writes it"},
    {"aiperf json", [](const Summary& s) { return Stem(s, "_aiperf.json"); }, WriteAiperfJson, "as AIPerf writes it"},
    {"records", [](const Summary& s) { return Stem(s, ".jsonl"); }, WriteRecordsJsonl, "a line a request"},
    {"html", [](const Summary&) -> std::string { return "report.html"; }, WriteHtmlReport, "for a browser, offline"},
}};

}  // namespace

absl::Span<const ExporterRow> Exporters() { return kExporters; }

absl::StatusOr<std::vector<std::string>> WriteReports(const Summary& summary, const RunLog& log,
                                                      const std::string& directory) {
  ReportInput input{summary, log, {}};
  for (const ExporterRow& row : kExporters) input.files.push_back(row.file_name(summary));
  for (size_t i = 0; i < kExporters.size(); ++i) {
    ASSIGN_OR_RETURN(FileWriter file, FileWriter::Create(absl::StrCat(directory, "/", input.files[i])));
    RETURN_IF_ERROR(kExporters[i].write(input, file));
    RETURN_IF_ERROR(file.Commit());
  }
  return input.files;
}

}  // namespace barrage
