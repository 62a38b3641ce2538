#ifndef COORDINATOR_METRICS_TABLES_H_
#define COORDINATOR_METRICS_TABLES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/record/run_log.h"
#include "coordinator/metrics/common_axis.h"
#include "coordinator/metrics/definitions.h"
#include "coordinator/metrics/in_flight.h"
#include "coordinator/metrics/payload_table.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/window.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// What a table is made from; all of it is known before the first table.
struct TableInputs {
  const RunLog& log;
  const Plan& plan;
  const CommonAxis& axis;
  const PayloadTable& payloads;
  const InFlight& in_flight;  // sealed
  Definitions definitions;
  TokenSource source = TokenSource::kEvents;  // decided
  bool event_tokens = false;                  // every content event says how many tokens it brought
  int64_t dispatched = 0;                     // measured requests that were dispatched
  OutcomeCounts outcomes{};                   // the ledger's, for the whole run
};

// Every metric of the catalog for each of the windows, which are in ascending order and do not overlap: latencies of
// the requests that started inside, throughput of what happened inside. Reads the log at least twice; more often where
// the columns of all requests would not fit `column_bytes` of memory. Error: the log's.
absl::StatusOr<std::vector<std::vector<Metric>>> MakeTables(const TableInputs& inputs, absl::Span<const Window> windows,
                                                            int64_t column_bytes = int64_t{700} << 20);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_TABLES_H_
