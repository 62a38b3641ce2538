#ifndef COORDINATOR_METRICS_ERROR_BUDGET_H_
#define COORDINATOR_METRICS_ERROR_BUDGET_H_

#include <vector>

#include "common/record/run_log.h"
#include "coordinator/metrics/common_axis.h"
#include "coordinator/metrics/health_digest.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/survey.h"

namespace barrage {

// METRICS §6: everything that says how wrong the numbers may be, but for what stalls did to the samples and whether a
// histogram was used, which are known only with the tables.
ErrorBudget MakeErrorBudget(const RunFacts& facts, const Plan& plan, const Survey& survey, const CommonAxis& axis,
                            const std::vector<HealthDigest>& digests);

// Gives each latency of a table its ± bound: one stamp's error (p99; to the first token, the first tokens' alone) where
// one stamp is in it, two where two are, shared by the tokens in between for inter_token_latency; the loop's lateness
// (p99) where an end is taken in user space. Event times are cut to whole µs, which adds one.
void AddErrorBounds(const ErrorBudget& budget, bool streaming, std::vector<Metric>& metrics);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_ERROR_BUDGET_H_
