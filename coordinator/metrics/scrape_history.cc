#include "coordinator/metrics/scrape_history.h"

#include <algorithm>
#include <cmath>

namespace barrage {
namespace {

// A page as it is read: which series stands at which position of its newest names.
struct Reading {
  ScrapedPage page;
  std::map<std::string, size_t> positions;
  std::vector<size_t> columns;
};

void TakeNames(const wire::Scrape& scrape, Reading& reading) {
  reading.columns.clear();
  for (const std::string& name : scrape.names()) {
    const auto [found, is_new] = reading.positions.emplace(name, reading.page.series.size());
    if (is_new) reading.page.series.emplace_back(name, ScrapedSeries());
    reading.columns.push_back(found->second);
  }
  for (const uint32_t counter : scrape.counters()) {
    if (counter < reading.columns.size()) reading.page.series[reading.columns[counter]].second.counter = true;
  }
}

void Take(const wire::Scrape& scrape, Reading& reading) {
  ++reading.page.scrapes;
  if (!scrape.fault().empty()) {
    if (reading.page.faults++ == 0) reading.page.first_fault = scrape.fault();
    return;
  }
  if (scrape.names_size() > 0) TakeNames(scrape, reading);
  const size_t count = std::min<size_t>(reading.columns.size(), static_cast<size_t>(scrape.values_size()));
  for (size_t i = 0; i < count; ++i) {
    const double value = scrape.values(static_cast<int>(i));
    if (std::isfinite(value)) reading.page.series[reading.columns[i]].second.values.emplace_back(scrape.at_ns(), value);
  }
}

}  // namespace

std::vector<ScrapedPage> ReadScrapes(const RunFacts& facts) {
  std::vector<Reading> readings;
  for (const wire::Scrape& scrape : facts.scrapes) {
    auto reading = std::find_if(readings.begin(), readings.end(),
                                [&](const Reading& one) { return one.page.url == scrape.url(); });
    if (reading == readings.end()) {
      readings.emplace_back().page.url = scrape.url();
      reading = readings.end() - 1;
    }
    Take(scrape, *reading);
  }
  std::vector<ScrapedPage> pages;
  for (Reading& reading : readings) pages.push_back(std::move(reading.page));
  return pages;
}

}  // namespace barrage
