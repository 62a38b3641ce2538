#ifndef COORDINATOR_REPORT_SVG_CHART_H_
#define COORDINATOR_REPORT_SVG_CHART_H_

#include <string>
#include <utility>
#include <vector>

namespace barrage {

struct ChartLine {
  std::string name;
  std::vector<std::pair<double, double>> points;  // by x
};

// A line chart as one SVG element, for a page that must work offline. Both axes start at 0 unless values are negative.
struct LineChart {
  std::string title, x_label, y_label;
  std::vector<ChartLine> lines;
  std::vector<std::pair<double, std::string>> x_ticks;  // empty: chosen
};

// The chart's markup; empty when no line has two points.
std::string RenderSvg(const LineChart& chart);

// `text` with &, <, > and quotes escaped, for HTML and SVG.
std::string EscapeHtml(const std::string& text);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_SVG_CHART_H_
