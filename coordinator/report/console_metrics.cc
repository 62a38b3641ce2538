#include "coordinator/report/console_metrics.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "coordinator/report/number_format.h"
#include "coordinator/report/text_table.h"

namespace barrage {
namespace {

// p99, p90, p75: indices into Distribution.percentiles.
constexpr size_t kShown[] = {8, 6, 5};

std::vector<std::string> ColumnNames() { return {"Statistic", "avg", "min", "max", "p99", "p90", "p75"}; }

std::string Title(const Metric& metric) {
  std::string title = absl::StrCat(metric.title, " (", metric.unit, ")");
  if (!metric.note.empty()) absl::StrAppend(&title, " [", metric.note, "]");
  return title;
}

struct ShortTitle {
  absl::string_view tag, title;
};
// For terminals of 80 columns. A metric that is not here keeps its title, wrapped.
constexpr ShortTitle kShortTitles[] = {
    {"time_to_first_token", "TTFT ms"},
    {"time_to_second_token", "TTST ms"},
    {"request_latency", "Latency ms"},
    {"inter_token_latency", "ITL ms"},
    {"output_token_throughput_per_user", "tok/s/user"},
    {"output_sequence_length", "OSL tokens"},
    {"input_sequence_length", "ISL tokens"},
    {"output_token_throughput", "tok/s"},
    {"request_throughput", "req/s"},
    {"goodput", "good req/s"},
    {"request_count", "requests"},
};

std::string ShortName(const Metric& metric) {
  for (const ShortTitle& row : kShortTitles) {
    if (row.tag == metric.tag && metric.note.empty()) return std::string(row.title);
  }
  return Title(metric);
}

// 1234.5 → "1,235": where room is short, what is over a thousand needs no decimals.
std::string Brief(double value) {
  return std::abs(value) >= 1000 && std::isfinite(value) ? WithCommas(std::llround(value)) : TwoDecimals(value);
}

std::vector<std::string> Cells(const std::string& title, const Distribution& value, bool is_rate,
                               std::string (*text)(double)) {
  std::vector<std::string> cells = {title, text(value.avg)};
  if (is_rate) {
    cells.resize(7, "N/A");
    return cells;
  }
  cells.push_back(text(value.min));
  cells.push_back(text(value.max));
  for (const size_t i : kShown) {
    cells.push_back(absl::StrCat(value.ci95[i] ? "" : "~", text(value.percentiles[i])));
  }
  return cells;
}

// Adds the metric's row, for much room and for little.
void AddRow(const Metric& metric, const Distribution& value, bool is_rate, TextTable& table) {
  table.rows.push_back(Cells(Title(metric), value, is_rate, TwoDecimals));
  table.short_rows.push_back(Cells(ShortName(metric), value, is_rate, Brief));
}

std::string WithOmitted(const TextTable& table, size_t width, bool has_tilde) {
  std::vector<std::string> omitted;
  std::string text = RenderTable(table, width, &omitted);
  if (has_tilde) absl::StrAppend(&text, "~ too few samples for a 95 % interval of this percentile\n");
  if (!omitted.empty()) absl::StrAppend(&text, "not shown at this width: ", absl::StrJoin(omitted, ", "), "\n");
  return text;
}

bool HasTilde(const Distribution& value) {
  for (const size_t i : kShown) {
    if (!value.ci95[i]) return true;
  }
  return false;
}

}  // namespace

std::string RenderMetricTable(const Summary& summary, size_t width) {
  TextTable table{.title = "Barrage | LLM Metrics", .columns = ColumnNames(), .rows = {}};
  bool has_tilde = false;
  for (const Metric& metric : summary.metrics) {
    if (!metric.console || !metric.value) continue;
    AddRow(metric, *metric.value, metric.is_rate, table);
    has_tilde |= !metric.is_rate && HasTilde(*metric.value);
  }
  if (table.rows.empty()) return "No metric could be computed: no request succeeded.\n";
  return WithOmitted(table, width, has_tilde);
}

std::string RenderFailureTable(const Summary& summary, size_t width) {
  TextTable table{.title = "Each failed request counted as the worst", .columns = ColumnNames(), .rows = {}};
  if (summary.error_rate <= 0) return "";
  bool has_tilde = false;
  for (const Metric& metric : summary.metrics) {
    if (!metric.console || !metric.with_failures) continue;
    AddRow(metric, *metric.with_failures, false, table);
    has_tilde |= HasTilde(*metric.with_failures);
  }
  return table.rows.empty() ? "" : WithOmitted(table, width, has_tilde);
}

}  // namespace barrage
