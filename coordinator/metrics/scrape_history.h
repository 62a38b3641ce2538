#ifndef COORDINATOR_METRICS_SCRAPE_HISTORY_H_
#define COORDINATOR_METRICS_SCRAPE_HISTORY_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/record/run_log.h"

namespace barrage {

// The readings of one series, in order.
struct ScrapedSeries {
  bool counter = false;
  std::vector<std::pair<int64_t, double>> values;  // (coordinator's clock, value)
};

// Everything that was read of one page.
struct ScrapedPage {
  std::string url;
  int64_t scrapes = 0, faults = 0;
  std::string first_fault;
  std::vector<std::pair<std::string, ScrapedSeries>> series;  // in the order in which they first came
};

// The log's scrapes by page, names put back to the values; pages in the order in which they were first read.
std::vector<ScrapedPage> ReadScrapes(const RunFacts& facts);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SCRAPE_HISTORY_H_
