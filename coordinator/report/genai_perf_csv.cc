#include "coordinator/report/genai_perf_csv.h"

#include "absl/strings/str_cat.h"
#include "coordinator/report/genai_perf_rows.h"
#include "coordinator/report/number_format.h"

namespace barrage {
namespace {

// p99 … p1 as GenAI-Perf orders them: indices into Distribution.percentiles.
constexpr size_t kColumns[] = {8, 7, 6, 5, 4, 3, 2, 1, 0};

std::string Cell(const std::string& text) {
  return text.find(',') == std::string::npos ? text : absl::StrCat("\"", text, "\"");
}

std::string NumberCell(double value) { return Cell(TwoDecimals(value)); }

}  // namespace

absl::Status WriteGenaiPerfCsv(const ReportInput& input, FileWriter& file) {
  std::string requests = "Metric,avg,min,max,p99,p95,p90,p75,p50,p25,p10,p5,p1\n";
  std::string system = "Metric,Value\n";
  for (const GenaiPerfRow& row : kGenaiPerfRows) {
    const Metric* metric = input.summary.Find(std::string(row.tag));
    if (metric == nullptr || !metric->value) continue;
    const Distribution& value = *metric->value;
    if (row.system) {
      absl::StrAppend(&system, Cell(std::string(row.title)), ",", NumberCell(value.avg), "\n");
      continue;
    }
    absl::StrAppend(&requests, Cell(std::string(row.title)));
    for (const double number : {value.avg, value.min, value.max}) absl::StrAppend(&requests, ",", NumberCell(number));
    for (const size_t column : kColumns) absl::StrAppend(&requests, ",", NumberCell(value.percentiles[column]));
    absl::StrAppend(&requests, "\n");
  }
  file.Append(absl::StrCat(requests, "\n", system));
  return absl::OkStatus();
}

}  // namespace barrage
