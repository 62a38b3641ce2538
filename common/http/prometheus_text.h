#ifndef COMMON_HTTP_PROMETHEUS_TEXT_H_
#define COMMON_HTTP_PROMETHEUS_TEXT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace barrage {

// One value of a metric that a scraper reads.
struct MetricSample {
  absl::string_view name;  // "barrage_agents"; ends in _total where it is a counter, and is a gauge elsewhere
  absl::string_view help;
  double value = 0;
  std::vector<std::pair<std::string, std::string>> labels;
};

// The Prometheus text format, version 0.0.4. Requires samples of one name to stand together; the first one's help
// counts.
std::string PrometheusText(absl::Span<const MetricSample> samples);

// Its content type.
inline constexpr char kPrometheusContentType[] = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace barrage

#endif  // COMMON_HTTP_PROMETHEUS_TEXT_H_
