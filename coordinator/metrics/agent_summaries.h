#ifndef COORDINATOR_METRICS_AGENT_SUMMARIES_H_
#define COORDINATOR_METRICS_AGENT_SUMMARIES_H_

#include <vector>

#include "common/record/run_log.h"
#include "coordinator/metrics/common_axis.h"
#include "coordinator/metrics/health_digest.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/survey.h"

namespace barrage {

// What each agent's health samples say of the measured phase, by ordinal.
std::vector<HealthDigest> DigestAgents(const RunFacts& facts, const Survey& survey, const CommonAxis& axis);

// One row an agent, by ordinal.
std::vector<AgentSummary> SummarizeAgents(const RunFacts& facts, const Survey& survey, const CommonAxis& axis,
                                          const std::vector<HealthDigest>& digests);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_AGENT_SUMMARIES_H_
