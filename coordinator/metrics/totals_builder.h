#ifndef COORDINATOR_METRICS_TOTALS_BUILDER_H_
#define COORDINATOR_METRICS_TOTALS_BUILDER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "coordinator/metrics/metric_catalog.h"
#include "coordinator/metrics/slo.h"
#include "coordinator/metrics/window.h"

namespace barrage {

// Sums what the one-number metrics of several disjoint windows need. Tokens of a request that spans windows are dealt
// to them by its content events, in millionths of a token, rounded half-even once a request and window; an answer that
// was not streamed counts where it ends.
class TotalsBuilder {
 public:
  // All must outlive the builder.
  TotalsBuilder(const Definitions& definitions, const GoodputJudge& judge, const CommonAxis& axis,
                const InFlight& in_flight, absl::Span<const Window> windows, WindowFinder& finder);

  // A dispatched request of the measured phase.
  void Add(uint32_t agent, const RequestFacts& facts);

  // The sums by window.
  std::vector<RunTotals> Finish(const Plan& plan);

 private:
  void AddStarted(const RequestFacts& facts, RunTotals& totals);
  void AddEnded(const RequestFacts& facts, RunTotals& totals);
  void AddTokens(uint32_t agent, const RequestFacts& facts);

  const Definitions& definitions_;
  const GoodputJudge& judge_;
  const CommonAxis& axis_;
  const InFlight& in_flight_;
  absl::Span<const Window> windows_;
  WindowFinder& finder_;
  std::vector<RunTotals> totals_;
  std::optional<int64_t> first_ok_ns_, last_ok_ns_;  // common axis
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_TOTALS_BUILDER_H_
