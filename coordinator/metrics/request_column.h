#ifndef COORDINATOR_METRICS_REQUEST_COLUMN_H_
#define COORDINATOR_METRICS_REQUEST_COLUMN_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "coordinator/metrics/metric_catalog.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/value_set.h"

namespace barrage {

// One metric over the requests of one window: the values of the ok ones, and beside them what the failures and the
// requests cut at the end add to the second table. There each failure counts as the worst: the largest value seen, or
// the longest that a failed request had waited if that is longer. A cut request counts as the time it had run at
// least (right-censored).
class RequestColumn {
 public:
  // A row of kind kPerRequest.
  explicit RequestColumn(const MetricRow& row) : row_(&row) {}

  // Makes room for this many requests.
  void Reserve(int64_t requests) { values_.Reserve(requests); }

  void Add(const RequestFacts& facts);

  // The metric's cell. Sorts: call it once, last.
  Metric Finish();

 private:
  std::optional<int64_t> CutValue(const RequestFacts& facts) const;
  std::optional<Distribution> WithFailures();

  const MetricRow* row_;
  ValueSet values_;
  int64_t failures_ = 0;
  std::optional<int64_t> longest_failed_;
  std::vector<int64_t> cut_;
};

// The cell of `row` without a value.
Metric EmptyMetric(const MetricRow& row);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_REQUEST_COLUMN_H_
