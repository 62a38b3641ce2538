#include "common/clock_fit/offset_line.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace barrage {
namespace {

struct Point {
  double t = 0, y = 0;
};

// The points of the upper hull, by rising t: only they bound a line that must stay above all points.
std::vector<Point> UpperHull(std::vector<Point> points) {
  std::sort(points.begin(), points.end(),
            [](const Point& a, const Point& b) { return a.t != b.t ? a.t < b.t : a.y < b.y; });
  std::vector<Point> hull;
  for (const Point& p : points) {
    while (!hull.empty()) {
      const Point& last = hull.back();
      if (last.t == p.t) {
        hull.pop_back();  // p is the higher one
        continue;
      }
      if (hull.size() < 2) break;
      const Point& before = hull[hull.size() - 2];
      if ((last.y - before.y) * (p.t - last.t) > (p.y - last.y) * (last.t - before.t)) break;
      hull.pop_back();
    }
    hull.push_back(p);
  }
  return hull;
}

// max over the points of y − slope·t: the lowest o of a line with this slope above them.
double LowestOffset(const std::vector<Point>& hull, double slope) {
  double lowest = hull.front().y - slope * hull.front().t;
  for (const Point& p : hull) lowest = std::max(lowest, p.y - slope * p.t);
  return lowest;
}

void AddBreaks(const std::vector<Point>& hull, double sign, std::vector<double>& slopes) {
  for (size_t i = 1; i < hull.size(); ++i) {
    const double slope = sign * (hull[i].y - hull[i - 1].y) / (hull[i].t - hull[i - 1].t);
    if (std::abs(slope) < kMaxDrift) slopes.push_back(slope);
  }
}

}  // namespace

OffsetLines::OffsetLines(absl::Span<const ClockInterval> intervals) {
  origin_ns_ = intervals.front().agent_ns;
  base_ns_ = intervals.front().low_ns;
  std::vector<Point> lows, negated_highs;
  for (const ClockInterval& interval : intervals) {
    const double t = static_cast<double>(interval.agent_ns - origin_ns_);
    lows.push_back({t, static_cast<double>(interval.low_ns - base_ns_)});
    negated_highs.push_back({t, -static_cast<double>(interval.high_ns - base_ns_)});
  }
  lows = UpperHull(std::move(lows));
  negated_highs = UpperHull(std::move(negated_highs));
  const auto floor = [&](double slope) { return LowestOffset(lows, slope); };
  const auto ceiling = [&](double slope) { return -LowestOffset(negated_highs, -slope); };

  // The gap floor − ceiling is convex and linear between these slopes; a line passes where it is not positive.
  std::vector<double> slopes = {-kMaxDrift, kMaxDrift};
  AddBreaks(lows, 1, slopes);
  AddBreaks(negated_highs, -1, slopes);
  std::sort(slopes.begin(), slopes.end());
  std::vector<double> gaps;
  for (const double slope : slopes) gaps.push_back(floor(slope) - ceiling(slope));
  const size_t best = std::min_element(gaps.begin(), gaps.end()) - gaps.begin();
  if (gaps[best] > 0) {
    // A nanosecond is rounding, not contradiction.
    if (gaps[best] > 1) residual_ns_ = static_cast<int64_t>(std::ceil(gaps[best] / 2));
    vertices_.push_back({slopes[best], (floor(slopes[best]) + ceiling(slopes[best])) / 2});
    return;
  }
  const auto add = [&](double slope) {
    vertices_.push_back({slope, floor(slope)});
    vertices_.push_back({slope, ceiling(slope)});
  };
  for (size_t i = 0; i < slopes.size(); ++i) {
    if (gaps[i] <= 0) add(slopes[i]);
    // Where the gap changes sign between two slopes the polygon has a corner.
    if (i + 1 < slopes.size() && (gaps[i] <= 0) != (gaps[i + 1] <= 0)) {
      const double share = gaps[i] / (gaps[i] - gaps[i + 1]);
      add(slopes[i] + share * (slopes[i + 1] - slopes[i]));
    }
  }
}

OffsetBound OffsetLines::At(int64_t agent_ns) const {
  const double t = static_cast<double>(agent_ns - origin_ns_);
  double low = vertices_.front().offset_ns + vertices_.front().slope * t, high = low;
  for (const Vertex& vertex : vertices_) {
    const double offset = vertex.offset_ns + vertex.slope * t;
    low = std::min(low, offset);
    high = std::max(high, offset);
  }
  const double middle = std::floor((low + high) / 2);
  return {base_ns_ + static_cast<int64_t>(middle), static_cast<int64_t>(std::ceil(high - middle)) + 1 + residual_ns_};
}

double OffsetLines::drift_ppm() const {
  double low = vertices_.front().slope, high = low;
  for (const Vertex& vertex : vertices_) {
    low = std::min(low, vertex.slope);
    high = std::max(high, vertex.slope);
  }
  return (low + high) / 2 * 1e6;
}

}  // namespace barrage
