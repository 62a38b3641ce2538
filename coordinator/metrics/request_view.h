#ifndef COORDINATOR_METRICS_REQUEST_VIEW_H_
#define COORDINATOR_METRICS_REQUEST_VIEW_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/record/run_log.h"
#include "coordinator/metrics/common_axis.h"
#include "coordinator/metrics/payload_table.h"
#include "coordinator/metrics/request_facts.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// One metric of one request, in the metric's unit.
struct RequestValue {
  absl::string_view tag, unit;
  double value = 0;
};

// What an exporter prints of single requests: the same formulas, token source and definitions as the summary's.
class RequestView {
 public:
  // The facts must outlive the view. The summary is of the same log.
  RequestView(const RunFacts& facts, const Summary& summary);

  // The metrics that this request has, in catalog order. Empty for a request that was not dispatched.
  std::vector<RequestValue> Values(const RequestRecord& record) const;

  // Every c_i − c_{i−1}, in ms.
  std::vector<double> ChunkGapsMs(const RequestRecord& record) const;

  // Whether the ledger has it: what a closed loop of a duration granted ahead and never sent was not scheduled.
  bool InLedger(const RequestRecord& record) const;

  struct EventCounts {
    int64_t content = 0, coalesced = 0;
  };
  EventCounts ContentEvents(const RequestRecord& record) const;

  // Every count that is known, whatever the summary's source; and the length that the prompt was made to have.
  TokenCounts TokensBy(TokenSource source, const RequestRecord& record) const;
  std::optional<int64_t> AskedInputTokens(const RequestRecord& record) const;

  // CLOCK_REALTIME of a time of the agent's clock, by the common axis.
  int64_t WallNs(uint32_t agent, int64_t agent_ns) const { return axis_.ToWall(axis_.ToCommon(agent, agent_ns)); }

  // CLOCK_REALTIME of the instant for which the measured request was planned. It is counted from t0, which all agents
  // share, so it depends on no clock: the same plan gives the same for any number of agents. Absent in closed loop.
  std::optional<int64_t> IntendedWallNs(uint32_t agent, const RequestRecord& record) const;

 private:
  std::optional<RequestFacts> FactsOf(const RequestRecord& record) const;

  CommonAxis axis_;
  PayloadTable payloads_;
  Definitions definitions_;
  TokenSource source_ = TokenSource::kEvents;
  bool measured_by_time_ = false, warmup_by_time_ = false;  // closed loops that end with a duration
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_REQUEST_VIEW_H_
