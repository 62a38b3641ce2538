#ifndef COORDINATOR_SCRAPE_EXPOSITION_H_
#define COORDINATOR_SCRAPE_EXPOSITION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace barrage {

// One series of a page of metrics.
struct Series {
  std::string name;  // with its labels, as on the page: `vllm:num_requests_running{model_name="m"}`
  double value = 0;
  bool counter = false;  // only grows, but for a restart
  bool operator==(const Series&) const = default;
};

// Reads a page in the Prometheus text format (0.0.4) or OpenMetrics, up to `most` series. What is not a series of one
// number that can stand in a report is passed over: lines that cannot be read, values that are not finite, buckets of
// histograms and creation times (their sums and counts stay), and names longer than 512 bytes. Without a TYPE line a
// name that ends in _total is a counter. Any bytes will do.
std::vector<Series> ReadExposition(absl::string_view page, size_t most);

// Whether `page` looks like one: at least one series, or a TYPE line.
bool IsExposition(absl::string_view page);

}  // namespace barrage

#endif  // COORDINATOR_SCRAPE_EXPOSITION_H_
