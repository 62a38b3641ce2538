#include "coordinator/report/server_report.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "coordinator/report/html_text.h"
#include "coordinator/report/number_format.h"

namespace barrage {
namespace {

// A value as people read it: whole numbers whole.
std::string Figure(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) return WithCommas(static_cast<int64_t>(value));
  if (std::abs(value) < 0.01) return absl::StrFormat("%.3g", value);
  return TwoDecimals(value);
}

std::string FigureText(const Summary& summary, const ServerFigure& figure) {
  if (figure.value.level) {
    const Distribution& level = *figure.value.level;
    const auto text = [&](double value) { return figure.is_share ? Percent(value) : Figure(value); };
    return absl::StrCat(figure.title, " ", text(level.avg), " (max ", text(level.max), ")");
  }
  const std::string grown = absl::StrCat(Figure(figure.value.growth->growth), " ", figure.title);
  const ServerView& view = summary.server_view;
  if (figure.tag != "generation_tokens" || view.pages.size() > 1 || !view.our_output_tokens) return grown;
  return absl::StrCat(grown, " (ok requests here: ", WithCommas(*view.our_output_tokens), ")");
}

// "0: power 250 W (max 260), utilization 91 % (max 99), memory 45.99 GB (max 46)": a line a GPU.
std::vector<LabelledLine> GpuLines(const std::vector<GpuFigure>& gpus) {
  constexpr std::pair<const char*, const char*> kShown[] = {
      {"gpu_power_usage", "power"}, {"gpu_utilization", "utilization"}, {"gpu_memory_used", "memory"}};
  std::vector<LabelledLine> lines;
  for (const auto& [tag, word] : kShown) {
    for (const GpuFigure& figure : gpus) {
      if (figure.tag != tag) continue;
      const std::string head = absl::StrCat(figure.gpu, ": ");
      auto line = std::find_if(lines.begin(), lines.end(),
                               [&](const LabelledLine& one) { return absl::StartsWith(one.text, head); });
      const bool is_first = line == lines.end();
      if (is_first) line = lines.insert(lines.end(), {"GPU", head});
      absl::StrAppend(&line->text, is_first ? "" : ", ", word, " ", Figure(figure.value.avg), " ", figure.unit,
                      " (max ", Figure(figure.value.max), ")");
    }
  }
  return lines;
}

std::string Cells(const ServerSeries& series) {
  if (series.growth) {
    return absl::StrCat("<td>counter</td><td>", WithCommas(series.growth->readings), "</td><td>+",
                        Figure(series.growth->growth), "</td><td>",
                        series.growth->per_s ? Figure(*series.growth->per_s) : "", "</td><td colspan=\"4\"></td>");
  }
  const Distribution& level = *series.level;
  return absl::StrCat("<td>level</td><td>", WithCommas(level.count), "</td><td colspan=\"2\"></td><td>",
                      Figure(level.avg), "</td><td>", Figure(level.min), "</td><td>", Figure(level.percentiles[4]),
                      "</td><td>", Figure(level.max), "</td>");
}

}  // namespace

std::vector<LabelledLine> ServerLines(const Summary& summary) {
  std::vector<LabelledLine> lines;
  for (const ServerPage& page : summary.server_view.pages) {
    std::string text = absl::StrCat(page.url, " read ", page.scrapes - page.faults,
                                    page.scrapes - page.faults == 1 ? " time" : " times");
    for (const ServerFigure& figure : summary.server_view.figures) {
      if (figure.url == page.url) absl::StrAppend(&text, ", ", FigureText(summary, figure));
    }
    lines.push_back({"Server", std::move(text)});
  }
  for (LabelledLine& line : GpuLines(summary.server_view.gpus)) lines.push_back(std::move(line));
  return lines;
}

std::string ServerSection(const Summary& summary) {
  const ServerView& view = summary.server_view;
  if (view.pages.empty()) return "";
  std::string html = "<h2>What the server said of itself</h2><table>";
  for (const LabelledLine& line : ServerLines(summary)) {
    absl::StrAppend(&html, "<tr><td>", Escaped(line.label), "</td><td class=\"text\">", Escaped(line.text),
                    "</td></tr>\n");
  }
  absl::StrAppend(&html, "</table>\n<details><summary>", view.series.size(),
                  " series</summary><div class=\"scroll\"><table><tr><th>series</th><th>kind</th><th>readings</th>"
                  "<th>growth</th><th>a second</th><th>avg by time</th><th>min</th><th>p50</th><th>max</th></tr>\n");
  for (const auto& [name, series] : view.series) {
    absl::StrAppend(&html, "<tr><td>", Escaped(name), "</td>", Cells(series), "</tr>\n");
  }
  return absl::StrCat(html, "</table></div></details>\n");
}

}  // namespace barrage
