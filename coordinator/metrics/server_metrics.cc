#include "coordinator/metrics/server_metrics.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "coordinator/metrics/gpu_figures.h"
#include "coordinator/metrics/scrape_history.h"
#include "coordinator/metrics/server_figures.h"
#include "coordinator/metrics/server_readings.h"

namespace barrage {
namespace {

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

bool TellsOfGpus(const ScrapedPage& page) {
  return std::any_of(page.series.begin(), page.series.end(), [](const auto& series) {
    const auto rows = GpuFigureRows();
    return GpuOf(series.first) &&
           std::any_of(rows.begin(), rows.end(), [&](const GpuFigureRow& row) { return ScaleOf(row, series.first); });
  });
}

// One figure of every GPU that a page tells of.
void AddGpus(const GpuFigureRow& row, const ScrapedPage& page, bool only_page, const ServerSpan& span,
             std::vector<GpuFigure>& figures) {
  std::set<std::string> seen;
  for (const auto& [name, series] : page.series) {
    const std::optional<double> scale = ScaleOf(row, name);
    const std::optional<std::string> gpu = GpuOf(name);
    if (!scale || !gpu || !seen.insert(*gpu).second) continue;
    Readings readings;
    for (const auto& [at_ns, value] : series.values) {
      if (IsGpuReading(value)) readings.emplace_back(at_ns, value * *scale);
    }
    if (readings.empty()) continue;
    figures.push_back({.gpu = only_page ? *gpu : absl::StrCat(InstanceOf(page.url), "/", *gpu),
                       .tag = row.tag,
                       .unit = row.unit,
                       .is_constant = row.is_constant,
                       .value = LevelOf(Around(readings, span), span)});
  }
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
  const bool only_page = std::count_if(pages.begin(), pages.end(), TellsOfGpus) <= 1;
  for (const GpuFigureRow& row : GpuFigureRows()) {
    for (const ScrapedPage& page : pages) AddGpus(row, page, only_page, span, view.gpus);
  }
  return view;
}

}  // namespace barrage
