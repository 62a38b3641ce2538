#include "coordinator/metrics/run_ledger.h"

#include <gtest/gtest.h>

#include "coordinator/metrics/outcome_counts.h"
#include "tests/fakes/vector_run_log.h"

namespace barrage {
namespace {

RunLedgers LedgersOf(const VectorRunLog& log, const Plan& plan) {
  RunLedgerBuilder builder(log.facts(), plan);
  EXPECT_TRUE(log.ForEachRecord([&](uint32_t agent, const RequestRecord& record) { builder.Add(agent, record); }).ok());
  return builder.Finish();
}

RequestRecord Ok(int64_t index) { return RecordBuilder(index).Dispatched(0).End(1).Build(); }

TEST(RunLedgerTest, ACountIsScheduledWhole) {
  VectorRunLog log(2);
  log.Add(0, Ok(0));
  Plan plan;
  plan.load.concurrency = 2;
  plan.load.request_count = 5;
  const RunLedgers ledgers = LedgersOf(log, plan);
  EXPECT_TRUE(ledgers.balanced) << ledgers.imbalance;
  EXPECT_EQ(ledgers.total.scheduled, 5);
  // Slots 0 and 1 are of agents 0 and 1: requests 1 and 3 were agent 1's.
  EXPECT_EQ(CountIn(ledgers.agents[1].outcomes, Outcome::kNotSent), 2);
}

TEST(RunLedgerTest, AnOpenLoopForATimeSchedulesEveryArrival) {
  VectorRunLog log;
  log.Add(Ok(0));
  log.edit().phases[0].set_scheduled(3);
  Plan plan;
  plan.load.request_rate = 1;
  plan.load.duration = absl::Seconds(3);
  const RunLedgers ledgers = LedgersOf(log, plan);
  EXPECT_EQ(ledgers.total.scheduled, 3);
  EXPECT_EQ(CountIn(ledgers.total.outcomes, Outcome::kNotSent), 2);
}

TEST(RunLedgerTest, AClosedLoopForATimeSchedulesWhatItSent) {
  VectorRunLog log;
  log.Add(Ok(0));
  RequestRecord unsent;
  unsent.index = 1;
  log.Add(unsent);
  Plan plan;
  plan.load.concurrency = 1;
  plan.load.duration = absl::Seconds(3);
  plan.load.request_count = 100;
  const RunLedgers ledgers = LedgersOf(log, plan);
  EXPECT_TRUE(ledgers.balanced) << ledgers.imbalance;
  EXPECT_EQ(ledgers.total.scheduled, 1);
}

TEST(RunLedgerTest, ReadsGrantsAsDifferences) {
  VectorRunLog log;
  log.Grant(0, {4, 2, 9, -1});
  for (const int64_t index : {4, 2, 9, -1}) log.AddUngranted(0, Ok(index));
  Plan plan;
  plan.load.concurrency = 1;
  plan.load.duration = absl::Seconds(1);
  plan.load.warmup_request_count = 1;
  const RunLedgers ledgers = LedgersOf(log, plan);
  // Requests 0, 1, 3, 5 … 8 were never granted: in a closed loop for a time they were never scheduled.
  EXPECT_TRUE(ledgers.balanced) << ledgers.imbalance;
  EXPECT_EQ(ledgers.total.scheduled, 3);
  EXPECT_EQ(ledgers.warmup->scheduled, 1);
}

TEST(RunLedgerTest, AnUnbalancedWarmupCounts) {
  VectorRunLog log;
  log.Grant(0, {-1});
  Plan plan;
  plan.load.request_count = 0;
  plan.load.warmup_request_count = 1;
  const RunLedgers ledgers = LedgersOf(log, plan);
  EXPECT_FALSE(ledgers.balanced);
  EXPECT_EQ(ledgers.imbalance, "warm-up: 1 granted requests without a record");
}

TEST(RunLedgerTest, ExcusesWhatALostAgentLeftUnderContinue) {
  VectorRunLog log(2);
  log.Add(0, Ok(0));
  log.Grant(1, {1});
  log.AddEvent(wire::RunEvent::AGENT_LOST, 1);
  Plan plan;
  plan.load.concurrency = 2;
  plan.load.request_count = 4;
  EXPECT_EQ(LedgersOf(log, plan).excused, 0);
  plan.fleet.on_agent_loss = OnAgentLoss::kContinue;
  EXPECT_EQ(LedgersOf(log, plan).excused, 2);  // 1 is lost, 3 was never granted; 2 is agent 0's own
}

}  // namespace
}  // namespace barrage
