#include "coordinator/report/html_report.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "coordinator/report/console_health.h"
#include "coordinator/report/html_metrics.h"
#include "coordinator/report/html_style.h"
#include "coordinator/report/html_text.h"
#include "coordinator/report/number_format.h"
#include "coordinator/report/server_report.h"
#include "coordinator/report/svg_chart.h"
#include "coordinator/report/verdict_text.h"
#include "coordinator/report/wall_time.h"

namespace barrage {
namespace {

std::string Head(const Summary& summary) {
  std::string html = absl::StrCat(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>Barrage: ",
      Escaped(summary.model), "</title><style>", kHtmlStyle, "</style></head><body>\n<h1>",
      Escaped(summary.run_name.empty() ? "Barrage" : summary.run_name), "</h1><div class=\"subject\">",
      Escaped(summary.model), " (", Escaped(summary.plan.target.endpoint_type), ") at ",
      Escaped(absl::StrJoin(summary.urls, ", ")), ", ", WallTime(summary.started_wall_ns), ", Barrage ",
      Escaped(summary.barrage_version), "</div>\n<div class=\"verdict ", VerdictName(summary.verdict), "\">",
      VerdictName(summary.verdict), "</div>\n<ul>");
  for (const VerdictReason& reason : summary.reasons) {
    absl::StrAppend(&html, "<li><b>", Escaped(reason.code), "</b>: ", Escaped(reason.message), " (seen ",
                    Escaped(reason.observed), ", limit ", Escaped(reason.limit), ")</li>");
  }
  absl::StrAppend(&html, "</ul>\n");
  for (const SloResult& slo : summary.slos) {
    absl::StrAppend(&html, "<div>", slo.passed ? "pass" : "<b>FAIL</b>", " ", Escaped(slo.rule), ": ",
                    slo.observed ? TwoDecimals(*slo.observed) : "nothing seen", "</div>\n");
  }
  return html;
}

// Percentile against value, the tail stretched: x = −log10(1 − p).
std::string PercentileChart(const Summary& summary, const char* tag, const std::string& title) {
  const Metric* metric = summary.Find(tag);
  if (metric == nullptr || !metric->value || metric->is_rate) return "";
  LineChart chart{title, "percentile", metric->unit, {{"all ok requests", {}}}, {}};
  const auto x = [](double percentile) { return -std::log10(1 - percentile / 100); };
  for (size_t i = 0; i < kPercentiles.size(); ++i) {
    chart.lines[0].points.emplace_back(x(kPercentiles[i]), metric->value->percentiles[i]);
  }
  for (const double percentile : {50.0, 90.0, 99.0, 99.9}) {
    chart.x_ticks.emplace_back(x(percentile), absl::StrFormat("p%g", percentile));
  }
  return RenderSvg(chart);
}

// One metric over the time slices.
std::string SliceChart(const Summary& summary, const char* tag, const std::string& title) {
  LineChart chart{title, "seconds since t0", "", {}, {}};
  ChartLine first{"avg", {}}, p99{"p99", {}};
  for (const WindowSummary& window : summary.windows) {
    if (window.name.rfind("slice", 0) != 0) continue;
    for (const Metric& metric : window.metrics) {
      if (metric.tag != tag || !metric.value) continue;
      const double middle = (window.from_ns + window.to_ns) / 2e9;
      first.points.emplace_back(middle, metric.value->avg);
      if (!metric.is_rate) p99.points.emplace_back(middle, metric.value->percentiles[8]);
      chart.y_label = metric.unit;
    }
  }
  chart.lines.push_back(std::move(first));
  if (!p99.points.empty()) chart.lines.push_back(std::move(p99));
  return RenderSvg(chart);
}

std::string Lines(const std::string& title, const std::vector<LabelledLine>& lines) {
  if (lines.empty()) return "";
  std::string html = absl::StrCat("<h2>", title, "</h2><table>");
  for (const LabelledLine& line : lines) {
    absl::StrAppend(&html, "<tr><td>", Escaped(line.label), "</td><td class=\"text\">", Escaped(line.text),
                    "</td></tr>\n");
  }
  return absl::StrCat(html, "</table>\n");
}

std::string AgentTable(const Summary& summary) {
  std::string html =
      "<h2>Agents</h2><div class=\"scroll\"><table><tr><th>agent</th><th>host</th><th>loops</th><th>busiest loop</th>"
      "<th>lateness p99</th><th>clock offset</th><th>bound</th><th>drift ppm</th><th>residual</th><th>memory MiB</th>"
      "<th>scheduled</th><th>ok</th></tr>\n";
  for (const AgentSummary& agent : summary.agents) {
    absl::StrAppend(&html, "<tr><td>", Escaped(agent.id), agent.lost ? " (lost)" : "", "</td><td>", Escaped(agent.host),
                    "</td><td>", agent.loops, "</td><td>", Percent(agent.cpu_fraction_max), "</td><td>",
                    ShortDuration(agent.lateness_p99_ns), "</td><td>", ShortDuration(agent.clock.offset_ns),
                    "</td><td>±", ShortDuration(agent.clock.bound_ns), "</td><td>",
                    absl::StrFormat("%.2f", agent.clock.drift_ppm), "</td><td>", ShortDuration(agent.clock.residual_ns),
                    "</td><td>");
    absl::StrAppend(&html, WithCommas(agent.resident_bytes_max >> 20), "</td><td>", WithCommas(agent.ledger.scheduled),
                    "</td><td>", WithCommas(agent.ledger.outcomes[0]), "</td></tr>\n");
  }
  return absl::StrCat(html, "</table></div>\n");
}

}  // namespace

absl::Status WriteHtmlReport(const ReportInput& input, FileWriter& file) {
  const Summary& summary = input.summary;
  file.Append(Head(summary));
  file.Append(absl::StrCat("<div class=\"charts\">",
                           PercentileChart(summary, "time_to_first_token", "Time to first token"),
                           PercentileChart(summary, "inter_token_latency", "Inter token latency"),
                           PercentileChart(summary, "request_latency", "Request latency"),
                           SliceChart(summary, "output_token_throughput", "Output tokens/s over time"),
                           SliceChart(summary, "time_to_first_token", "Time to first token over time"), "</div>\n"));
  file.Append("<h2>Metrics</h2>\n");
  file.Append(MetricTables(summary.metrics));
  file.Append(FailureTable(summary));
  for (const WindowSummary& window : summary.windows) {
    if (window.name == "steady") file.Append(WindowTables(window));
  }
  file.Append(Lines("How wrong may it be, and what became of each request", HealthLines(summary)));
  file.Append(Lines("Errors", ErrorLines(summary)));
  file.Append(ServerSection(summary));
  file.Append(AgentTable(summary));
  file.Append(absl::StrCat("<h2>Plan</h2><pre>", Escaped(summary.plan_yaml), "</pre>\n</body></html>\n"));
  return absl::OkStatus();
}

}  // namespace barrage
