#ifndef COORDINATOR_PLAN_METRIC_NAME_H_
#define COORDINATOR_PLAN_METRIC_NAME_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace barrage {

// A metric that a threshold may name. The metric catalog has the same tags and units.
struct MetricName {
  absl::string_view tag;
  absl::string_view unit;   // "ms", "tokens/s/user", "requests/s", "%", …
  absl::string_view alias;  // short form, or empty
  bool is_rate = false;     // one number a run: no statistic
};

absl::Span<const MetricName> MetricNames();

// The metric with this tag or alias, or nullptr.
const MetricName* FindMetricName(absl::string_view name);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_METRIC_NAME_H_
