#include "coordinator/report/svg_chart.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace barrage {
namespace {

constexpr double kWidth = 560, kHeight = 260, kLeft = 62, kRight = 26, kTop = 34, kBottom = 44;
constexpr const char* kColours[] = {"#2563eb", "#d97706", "#059669", "#db2777"};

struct Range {
  double low = 0, high = 0;
  void Include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

// 1, 2 or 5 times a power of ten, so that about `count` steps fit.
double NiceStep(double span, int count) {
  const double raw = span / count, power = std::pow(10, std::floor(std::log10(raw)));
  const double digit = raw / power;
  return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
}

std::vector<std::pair<double, std::string>> Ticks(const Range& range) {
  std::vector<std::pair<double, std::string>> ticks;
  const double step = NiceStep(range.high - range.low, 5);
  for (double at = std::ceil(range.low / step) * step; at <= range.high + step / 1000; at += step) {
    ticks.emplace_back(at, absl::StrFormat("%.6g", std::fabs(at) < step / 1000 ? 0 : at));
  }
  return ticks;
}

class Plot {
 public:
  Plot(const Range& x, const Range& y) : x_(x), y_(y) {}
  double X(double value) const { return kLeft + (value - x_.low) / (x_.high - x_.low) * (kWidth - kLeft - kRight); }
  double Y(double value) const {
    return kHeight - kBottom - (value - y_.low) / (y_.high - y_.low) * (kHeight - kTop - kBottom);
  }

 private:
  Range x_, y_;
};

std::string Text(double x, double y, const char* anchor, const std::string& text) {
  return absl::StrFormat("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, EscapeHtml(text));
}

}  // namespace

std::string EscapeHtml(const std::string& text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string RenderSvg(const LineChart& chart) {
  Range x, y;
  bool drawable = false;
  for (const ChartLine& line : chart.lines) {
    drawable |= line.points.size() > 1;
    for (const auto& [at, value] : line.points) {
      x.Include(at);
      y.Include(value);
    }
  }
  if (!drawable || x.high <= x.low) return "";
  if (y.high <= y.low) y.high = y.low + 1;
  y.high += (y.high - y.low) * 0.05;
  const Plot plot(x, y);
  std::string svg = absl::StrFormat("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\">", kWidth, kHeight);
  absl::StrAppend(&svg, "<g class=\"title\">", Text(kLeft, 18, "start", chart.title), "</g>");
  for (const auto& [at, label] : Ticks(y)) {
    absl::StrAppend(&svg,
                    absl::StrFormat("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", kLeft,
                                    kWidth - kRight, plot.Y(at), plot.Y(at)),
                    Text(kLeft - 6, plot.Y(at) + 4, "end", label));
  }
  for (const auto& [at, label] : chart.x_ticks.empty() ? Ticks(x) : chart.x_ticks) {
    absl::StrAppend(&svg, Text(plot.X(at), kHeight - kBottom + 16, "middle", label));
  }
  absl::StrAppend(&svg, Text((kLeft + kWidth - kRight) / 2, kHeight - 8, "middle", chart.x_label),
                  Text(8, kTop - 4, "start", chart.y_label));
  for (size_t i = 0; i < chart.lines.size(); ++i) {
    const char* colour = kColours[i % std::size(kColours)];
    std::string points;
    for (const auto& [at, value] : chart.lines[i].points) {
      absl::StrAppend(&points, absl::StrFormat("%.1f,%.1f ", plot.X(at), plot.Y(value)));
    }
    absl::StrAppend(&svg, "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"", colour, "\" points=\"", points,
                    "\"/>");
    const double legend = kWidth - kRight - 130.0 * static_cast<double>(chart.lines.size() - i) + 10;
    absl::StrAppend(
        &svg, absl::StrFormat("<rect x=\"%.1f\" y=\"9\" width=\"10\" height=\"10\" fill=\"%s\"/>", legend, colour),
        Text(legend + 14, 18, "start", chart.lines[i].name));
  }
  return absl::StrCat(svg, "</svg>");
}

}  // namespace barrage
