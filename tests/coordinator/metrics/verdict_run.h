#ifndef TESTS_COORDINATOR_METRICS_VERDICT_RUN_H_
#define TESTS_COORDINATOR_METRICS_VERDICT_RUN_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "coordinator/metrics/summarize.h"
#include "tests/fakes/vector_run_log.h"

namespace barrage {

// Runs whose verdict is tested: a clean one, to which each test does one wrong.

inline RecordBuilder Answer(int64_t index, double at_ms) {
  return RecordBuilder(index)
      .Dispatched(at_ms)
      .Sent(at_ms + 0.1)
      .Content({at_ms + 50, at_ms + 60})
      .Usage(5, 2)
      .End(at_ms + 61);
}

// `count` requests, one after the other on one slot, over `agents` agents in turn.
inline VectorRunLog CleanRun(int count = 10, uint32_t agents = 1) {
  VectorRunLog log(agents);
  for (int i = 0; i < count; ++i) {
    const uint32_t agent = static_cast<uint32_t>(i) % agents;
    log.Add(agent, Answer(i, 100.0 * (i / static_cast<int>(agents))).Build());
  }
  for (uint32_t agent = 0; agent < agents; ++agent) {
    log.edit().agents[agent].set_slots(1);
    wire::AgentFacts& facts = *log.edit().agents[agent].mutable_facts();
    facts.set_open_file_limit(1000);
    facts.set_port_range_low(30'001);
    facts.set_port_range_high(40'000);
  }
  return log;
}

inline Plan PlanOf(int count, int64_t concurrency = 1) {
  Plan plan;
  plan.load.concurrency = concurrency;
  plan.load.request_count = count;
  return plan;
}

inline Summary SummaryOf(const VectorRunLog& log, const Plan& plan) {
  absl::StatusOr<Summary> summary = SummarizeWithPlan(log, plan, {});
  EXPECT_TRUE(summary.ok()) << summary.status();
  return std::move(summary).value();
}

// The codes of its reasons, in order.
inline std::vector<std::string> Codes(const Summary& summary) {
  std::vector<std::string> codes;
  for (const VerdictReason& reason : summary.reasons) codes.push_back(reason.code);
  return codes;
}

using Strings = std::vector<std::string>;

}  // namespace barrage

#endif  // TESTS_COORDINATOR_METRICS_VERDICT_RUN_H_
