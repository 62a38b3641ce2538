#ifndef COORDINATOR_METRICS_METRIC_CATALOG_H_
#define COORDINATOR_METRICS_METRIC_CATALOG_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "coordinator/metrics/request_formulas.h"
#include "coordinator/metrics/run_totals.h"

namespace barrage {

enum class MetricKind {
  kPerRequest,  // one value a request
  kChunkGaps,   // one value a gap between content events
  kTokenGaps,   // the same, and a zero for each further token that an event brought
  kSystem,      // one number a window
};

// Everything there is to know of one metric: adding a metric is adding a row.
struct MetricRow {
  absl::string_view tag;
  absl::string_view title, unit;
  absl::string_view formula;      // METRICS §3
  absl::string_view absent_when;  // why a cell may be empty
  MetricKind kind = MetricKind::kPerRequest;
  int64_t scale = 1;  // stored integers in one unit
  bool console = false;
  bool higher_is_better = false;

  // One request's value; of gaps: its largest, by which an SLO judges the request. Null for system metrics.
  RequestFormula value = nullptr;
  // Latencies: stands in a second table where each failure counts as the worst. `elapsed` says how long a request
  // without a value had waited at least; null: such a wait says nothing of this metric.
  bool latency = false;
  RequestFormula elapsed = nullptr;
  bool settled_early = false;  // once known it does not change, though the request is cut later

  SystemFormula system = nullptr;
};

// In the order of the report: GenAI-Perf's rows first, in its order.
absl::Span<const MetricRow> MetricCatalog();

// The row with this tag, or nullptr.
const MetricRow* FindMetricRow(absl::string_view tag);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_METRIC_CATALOG_H_
