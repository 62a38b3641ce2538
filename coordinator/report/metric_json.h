#ifndef COORDINATOR_REPORT_METRIC_JSON_H_
#define COORDINATOR_REPORT_METRIC_JSON_H_

#include <vector>

#include "coordinator/metrics/summary.h"
#include "coordinator/report/json_writer.h"

namespace barrage {

// {"<tag>": {"unit", "count", "avg", …, "ci95", "error_bound"}, …} of summary.json, absent metrics with their reason.
// `formulas`: with each metric's formula in words.
void WriteMetrics(const std::vector<Metric>& metrics, bool formulas, JsonWriter& json);

// {"count", "avg", "min", "max", "std", "p1" …, "ci95"} without the braces.
void WriteDistribution(const Distribution& value, JsonWriter& json);

// {"scheduled": n, "ok": n, …} without the braces.
void WriteLedger(const Ledger& ledger, JsonWriter& json);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_METRIC_JSON_H_
