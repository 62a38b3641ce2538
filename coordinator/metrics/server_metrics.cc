#include "coordinator/metrics/server_metrics.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "coordinator/metrics/percentile.h"
#include "coordinator/metrics/scrape_history.h"
#include "coordinator/metrics/server_figures.h"

namespace barrage {
namespace {

using Readings = std::vector<std::pair<int64_t, double>>;  // (ns, value), by time

// The readings that tell of the span: those inside, and the ones next to it.
Readings Around(const Readings& all, const ServerSpan& span) {
  auto first =
      std::upper_bound(all.begin(), all.end(), span.t0_ns, [](int64_t t, const auto& r) { return t < r.first; });
  if (first != all.begin()) --first;
  auto last = std::lower_bound(first, all.end(), span.end_ns, [](const auto& r, int64_t t) { return r.first < t; });
  if (last != all.end()) ++last;
  return {first, last};
}

// Weighted by how long each value held inside the span.
void FillMoments(const Readings& around, const ServerSpan& span, Distribution& result) {
  long double weight = 0, sum = 0, squares = 0;
  for (size_t i = 0; i < around.size(); ++i) {
    const int64_t from = std::max(around[i].first, span.t0_ns);
    const int64_t to = i + 1 < around.size() ? std::min(around[i + 1].first, span.end_ns) : span.end_ns;
    if (to <= from) continue;
    const long double held = static_cast<long double>(to - from);
    weight += held;
    sum += held * around[i].second;
    squares += held * around[i].second * around[i].second;
  }
  if (weight == 0) return;
  const long double mean = sum / weight;
  result.avg = static_cast<double>(mean);
  result.std = static_cast<double>(std::sqrt(std::max<long double>(0, squares / weight - mean * mean)));
}

Distribution LevelOf(const Readings& around, const ServerSpan& span) {
  std::vector<double> values;
  for (const auto& [at_ns, value] : around) {
    if (at_ns < span.end_ns) values.push_back(value);  // one after the end is another run's business
  }
  if (values.empty()) values.push_back(around.front().second);
  std::sort(values.begin(), values.end());
  Distribution result;
  result.count = static_cast<int64_t>(values.size());
  result.min = values.front();
  result.max = values.back();
  result.avg = values.front();  // where the readings held for no time
  for (size_t i = 0; i < kPerMille.size(); ++i) {
    const PercentilePosition position = PositionOf(result.count, kPerMille[i]);
    const double below = values[static_cast<size_t>(position.below)];
    const double above = position.thousandths == 0 ? below : values[static_cast<size_t>(position.below) + 1];
    result.percentiles[i] = below + (above - below) * static_cast<double>(position.thousandths) / 1000;
  }
  FillMoments(around, span, result);
  return result;
}

ServerGrowth GrowthOf(const Readings& around, const ServerSpan& span) {
  ServerGrowth growth;
  growth.readings = static_cast<int64_t>(around.size());
  growth.from_ns = around.front().first - span.t0_ns;
  growth.to_ns = around.back().first - span.t0_ns;
  long double sum = 0;
  for (size_t i = 1; i < around.size(); ++i) {
    const double before = around[i - 1].second, now = around[i].second;
    sum += now >= before ? now - before : now;  // it began again from zero
  }
  growth.growth = static_cast<double>(sum);
  const int64_t took_ns = growth.to_ns - growth.from_ns;
  if (took_ns > 0) growth.per_s = static_cast<double>(sum * 1e9L / static_cast<long double>(took_ns));
  return growth;
}

// The series that bear the first of `row`'s names that any bears, as one: summed, or averaged where they are shares.
std::optional<Readings> Combine(const ServerFigureRow& row, const ScrapedPage& page) {
  for (const char* const name : row.names) {
    std::map<int64_t, std::pair<double, int>> by_time;
    for (const auto& [full_name, series] : page.series) {
      if (!BearsName(full_name, name)) continue;
      for (const auto& [at_ns, value] : series.values) {
        auto& [sum, count] = by_time[at_ns];
        sum += value;
        ++count;
      }
    }
    if (by_time.empty()) continue;
    Readings combined;
    for (const auto& [at_ns, one] : by_time) {
      combined.emplace_back(at_ns, row.is_share ? one.first / one.second : one.first);
    }
    return combined;
  }
  return std::nullopt;
}

// "h:9400" of "http://h:9400/metrics".
std::string InstanceOf(const std::string& url) {
  const size_t scheme = url.find("://");
  const std::string rest = scheme == std::string::npos ? url : url.substr(scheme + 3);
  return rest.substr(0, rest.find('/'));
}

// A series' name with the label that Prometheus itself adds to tell pages apart.
std::string WithInstance(const std::string& name, const std::string& url) {
  const std::string label = absl::StrCat("instance=\"", InstanceOf(url), "\"");
  if (name.back() != '}') return absl::StrCat(name, "{", label, "}");
  const bool only = name.size() >= 2 && name[name.size() - 2] == '{';
  return absl::StrCat(name.substr(0, name.size() - 1), only ? "" : ",", label, "}");
}

}  // namespace

ServerView SummarizeScrapes(const RunFacts& facts, const ServerSpan& span) {
  ServerView view;
  const std::vector<ScrapedPage> pages = ReadScrapes(facts);
  for (const ScrapedPage& page : pages) {
    view.pages.push_back({page.url, page.scrapes, page.faults, page.first_fault});
    for (const auto& [name, series] : page.series) {
      if (series.values.empty()) continue;
      const Readings around = Around(series.values, span);
      ServerSeries& told = view.series[pages.size() > 1 ? WithInstance(name, page.url) : name];
      if (series.counter) {
        told.growth = GrowthOf(around, span);
      } else {
        told.level = LevelOf(around, span);
      }
    }
    for (const ServerFigureRow& row : ServerFigureRows()) {
      const std::optional<Readings> readings = Combine(row, page);
      if (!readings) continue;
      const Readings around = Around(*readings, span);
      ServerFigure& figure = view.figures.emplace_back();
      figure = {.url = page.url, .tag = row.tag, .title = row.title, .is_share = row.is_share, .value = {}};
      if (row.counter) {
        figure.value.growth = GrowthOf(around, span);
      } else {
        figure.value.level = LevelOf(around, span);
      }
    }
  }
  return view;
}

}  // namespace barrage
