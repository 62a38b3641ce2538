#ifndef COORDINATOR_METRICS_SURVEY_H_
#define COORDINATOR_METRICS_SURVEY_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "coordinator/metrics/common_axis.h"
#include "coordinator/metrics/error_classes.h"
#include "coordinator/metrics/in_flight.h"
#include "coordinator/metrics/peer_table.h"
#include "coordinator/metrics/run_ledger.h"
#include "coordinator/metrics/stamp_stats.h"
#include "coordinator/metrics/token_counts.h"
#include "coordinator/metrics/value_set.h"

namespace barrage {

// When an agent was at work, on its own clock.
struct AgentActivity {
  std::optional<int64_t> began_ns;  // its first dispatch, less that request's offset: when its t0 really was
  std::optional<int64_t> last_dispatch_ns;
};

// What one reading of the whole log tells, before any table can be made: of the measured phase, but for the warm-up's
// ledger.
struct Survey {
  RunLedgers ledgers;
  InFlight in_flight;  // dispatched requests, on the common axis
  int64_t dispatched = 0;
  TokenEvidence evidence;
  bool event_tokens = true;             // every content event of the ok requests says how many tokens it brought
  int64_t ok_with_tokens = 0;           // ok requests that gave any token
  std::vector<StampStats> stamps;       // by ordinal
  std::vector<AgentActivity> activity;  // by ordinal
  ValueSet lag, lag_coordinator, lag_loop, lag_connection, send_lag;  // ns, sealed
  int64_t resends = 0, clamped = 0;
  int64_t without_port = 0, without_file = 0;  // connects that failed for want of one on the agent's host
  ErrorClasses errors;
  PeerTable peers;
  absl::flat_hash_set<uint64_t> payloads;                  // asked
  int64_t prompt_tokens = 0, cached_tokens = 0;            // by usage, of ok requests
  std::vector<std::pair<int64_t, int64_t>> ttft_by_start;  // (start on the common axis, TTFT) of timed requests, sorted
};

// Error: the log's.
absl::StatusOr<Survey> TakeSurvey(const RunLog& log, const Plan& plan, const CommonAxis& axis);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SURVEY_H_
