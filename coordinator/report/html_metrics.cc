#include "coordinator/report/html_metrics.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "coordinator/report/html_text.h"
#include "coordinator/report/number_format.h"

namespace barrage {
namespace {

// p50, p90, p95, p99, p99.9: indices into Distribution.percentiles.
constexpr size_t kShown[] = {4, 6, 7, 8, 9};

constexpr char kDistributionHead[] =
    "<div class=\"scroll\"><table><tr><th>Metric</th><th>unit</th><th>count</th><th>avg</th><th>min</th>"
    "<th>p50</th><th>p90</th><th>p95</th><th>p99</th><th>p99.9</th><th>max</th><th>std</th><th>±</th></tr>\n";

std::string NameCells(const Metric& metric) {
  return absl::StrCat("<tr><td title=\"", Escaped(metric.tag), "\"><span title=\"", Escaped(metric.formula), "\">",
                      Escaped(metric.title), "</span>",
                      metric.note.empty() ? "" : absl::StrCat(" [", Escaped(metric.note), "]"),
                      "</td><td class=\"unit\">", Escaped(metric.unit), "</td>");
}

std::string PercentileCell(const Distribution& value, size_t i) {
  const std::string interval =
      value.ci95[i] ? absl::StrCat(TwoDecimals(value.ci95[i]->first), " – ", TwoDecimals(value.ci95[i]->second))
                    : "no interval";
  return absl::StrCat("<td>", TwoDecimals(value.percentiles[i]), "<span class=\"ci\">", interval, "</span></td>");
}

std::string DistributionRow(const Metric& metric, const Distribution& value) {
  std::string html = absl::StrCat(NameCells(metric), "<td>", WithCommas(value.count), "</td><td>",
                                  TwoDecimals(value.avg), "</td><td>", TwoDecimals(value.min), "</td>");
  for (const size_t i : kShown) html += PercentileCell(value, i);
  absl::StrAppend(&html, "<td>", TwoDecimals(value.max), "</td><td>", TwoDecimals(value.std), "</td><td>",
                  value.error_bound ? absl::StrFormat("%.3f", *value.error_bound) : "", "</td></tr>\n");
  return html;
}

}  // namespace

std::string MetricTables(const std::vector<Metric>& metrics) {
  std::string distributions, numbers, absent;
  int absent_count = 0;
  for (const Metric& metric : metrics) {
    if (!metric.value) {
      ++absent_count;
      absl::StrAppend(&absent, NameCells(metric), "<td class=\"text\">", Escaped(metric.absent_reason), "</td></tr>\n");
    } else if (metric.is_rate) {
      absl::StrAppend(&numbers, NameCells(metric), "<td>", TwoDecimals(metric.value->avg), "</td></tr>\n");
    } else {
      distributions += DistributionRow(metric, *metric.value);
    }
  }
  std::string html;
  if (!distributions.empty()) {
    absl::StrAppend(&html, kDistributionHead, distributions, "</table></div>\n");
  }
  if (!numbers.empty()) {
    absl::StrAppend(&html, "<div class=\"scroll columns\"><table><tr><th>Metric</th><th>unit</th><th>value</th></tr>\n",
                    numbers, "</table></div>\n");
  }
  if (absent_count > 0) {
    absl::StrAppend(&html, "<details><summary>", absent_count,
                    " metrics that do not apply to this run</summary><table>", absent, "</table></details>\n");
  }
  return html;
}

std::string FailureTable(const Summary& summary) {
  std::string rows;
  if (summary.error_rate <= 0) return rows;
  for (const Metric& metric : summary.metrics) {
    if (metric.with_failures) rows += DistributionRow(metric, *metric.with_failures);
  }
  if (rows.empty()) return rows;
  return absl::StrCat("<h2>Each failed request counted as the worst</h2>", kDistributionHead, rows, "</table></div>\n");
}

std::string WindowTables(const WindowSummary& window) {
  return absl::StrCat(
      "<details><summary>Window “", Escaped(window.name),
      "”: ", absl::StrFormat("%.2f s to %.2f s", window.from_ns / 1e9, window.to_ns / 1e9),
      window.dip_fraction > 0 ? absl::StrCat(", ", Percent(window.dip_fraction), " of it below its load") : "",
      "</summary>\n", MetricTables(window.metrics), "</details>\n");
}

}  // namespace barrage
