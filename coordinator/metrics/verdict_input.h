#ifndef COORDINATOR_METRICS_VERDICT_INPUT_H_
#define COORDINATOR_METRICS_VERDICT_INPUT_H_

#include <vector>

#include "absl/types/span.h"
#include "common/record/run_log.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/survey.h"

namespace barrage {

// What the verdict is reached from. All of it outlives the call.
struct VerdictInput {
  const RunFacts& facts;
  const Plan& plan;
  const Survey& survey;
  const ErrorBudget& budget;
  const std::vector<AgentSummary>& agents;
  const std::vector<Metric>& metrics;    // of the whole run
  const std::vector<Metric>& judged;     // of the window that thresholds are about
  absl::Span<const AssertRule> asserts;  // every threshold that was asked for
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_VERDICT_INPUT_H_
