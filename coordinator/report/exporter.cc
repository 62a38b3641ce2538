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
#include "coordinator/report/timeslices.h"

namespace barrage {
namespace {

std::string Stem(const Summary& summary, absl::string_view ending) {
  return absl::StrCat(summary.plan.output.profile_export_file, ending);
}

constexpr std::array<ExporterRow, 8> kExporters = {{
    {"summary", [](const Summary&) -> std::string { return "summary.json"; }, nullptr, WriteSummaryJson, "everything"},
    {"genai-perf json", [](const Summary& s) { return Stem(s, "_genai_perf.json"); }, nullptr, WriteGenaiPerfJson,
     "as GenAI-Perf writes it"},
    {"genai-perf csv", [](const Summary& s) { return Stem(s, "_genai_perf.csv"); }, nullptr, WriteGenaiPerfCsv,
     "as GenAI-Perf writes it"},
    {"aiperf json", [](const Summary& s) { return Stem(s, "_aiperf.json"); }, nullptr, WriteAiperfJson,
     "as AIPerf writes it"},
    {"timeslices json", [](const Summary& s) { return Stem(s, "_aiperf_timeslices.json"); }, HasTimeslices,
     WriteTimeslicesJson, "a table a slice, as AIPerf writes it"},
    {"timeslices csv", [](const Summary& s) { return Stem(s, "_aiperf_timeslices.csv"); }, HasTimeslices,
     WriteTimeslicesCsv, "the same"},
    {"records", [](const Summary& s) { return Stem(s, ".jsonl"); }, nullptr, WriteRecordsJsonl, "a line a request"},
    {"html", [](const Summary&) -> std::string { return "report.html"; }, nullptr, WriteHtmlReport,
     "for a browser, offline"},
}};

}  // namespace

absl::Span<const ExporterRow> Exporters() { return kExporters; }

absl::StatusOr<std::vector<std::string>> WriteReports(const Summary& summary, const RunLog& log,
                                                      const std::string& directory) {
  ReportInput input{summary, log, {}};
  std::vector<const ExporterRow*> rows;
  for (const ExporterRow& row : kExporters) {
    if (row.applies != nullptr && !row.applies(summary)) continue;
    rows.push_back(&row);
    input.files.push_back(row.file_name(summary));
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    ASSIGN_OR_RETURN(FileWriter file, FileWriter::Create(absl::StrCat(directory, "/", input.files[i])));
    RETURN_IF_ERROR(rows[i]->write(input, file));
    RETURN_IF_ERROR(file.Commit());
  }
  return input.files;
}

}  // namespace barrage
