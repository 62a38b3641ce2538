#include "coordinator/report/genai_perf_csv.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "coordinator/report/genai_perf_rows.h"
#include "coordinator/report/number_format.h"

namespace barrage {
namespace {

// p99 … p1 as GenAI-Perf orders them: indices into Distribution.percentiles. Its tables of GPUs end at p25.
constexpr size_t kColumns[] = {8, 7, 6, 5, 4, 3, 2, 1, 0};
constexpr size_t kGpuColumns[] = {8, 7, 6, 5, 4, 3};

std::string Cell(const std::string& text) {
  return text.find(',') == std::string::npos ? text : absl::StrCat("\"", text, "\"");
}

std::string NumberCell(double value) { return Cell(TwoDecimals(value)); }

// "GPU Power Usage (W)" of gpu_power_usage.
std::string GpuTitle(const GpuFigure& figure) {
  std::vector<std::string> words = absl::StrSplit(figure.tag, '_');
  for (std::string& word : words) {
    if (word == "gpu") word = "GPU";
    word[0] = absl::ascii_toupper(static_cast<unsigned char>(word[0]));
  }
  return absl::StrCat(absl::StrJoin(words, " "), " (", figure.unit, ")");
}

// Two tables, as GenAI-Perf writes them: what moved, and what has one value. Empty without GPUs.
std::string GpuTables(const std::vector<GpuFigure>& gpus) {
  if (gpus.empty()) return "";
  std::string moving = "Metric,GPU,avg,min,max,p99,p95,p90,p75,p50,p25\n", constant = "Metric,GPU,Value\n";
  for (const GpuFigure& figure : gpus) {
    const Distribution& value = figure.value;
    const std::string head = absl::StrCat(Cell(GpuTitle(figure)), ",", Cell(figure.gpu));
    if (figure.is_constant) {
      absl::StrAppend(&constant, head, ",", NumberCell(value.avg), "\n");
      continue;
    }
    absl::StrAppend(&moving, head);
    for (const double number : {value.avg, value.min, value.max}) absl::StrAppend(&moving, ",", NumberCell(number));
    for (const size_t column : kGpuColumns) absl::StrAppend(&moving, ",", NumberCell(value.percentiles[column]));
    absl::StrAppend(&moving, "\n");
  }
  return absl::StrCat("\n", moving, "\n", constant);
}

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
  file.Append(absl::StrCat(requests, "\n", system, GpuTables(input.summary.server_view.gpus)));
  return absl::OkStatus();
}

}  // namespace barrage
