#include "coordinator/metrics/invalid_reasons.h"

#include <gtest/gtest.h>

#include "coordinator/metrics/outcome_counts.h"
#include "tests/coordinator/metrics/verdict_run.h"

namespace barrage {
namespace {

TEST(VerdictTest, ACleanRunHasNoReason) {
  const Summary summary = SummaryOf(CleanRun(), PlanOf(10));
  EXPECT_EQ(Codes(summary), Strings());
  EXPECT_EQ(summary.verdict, Verdict::kValid);
}

TEST(InvalidTest, LedgerUnbalanced) {
  VectorRunLog log = CleanRun();
  log.records().pop_back();
  const Summary summary = SummaryOf(log, PlanOf(10));
  EXPECT_EQ(Codes(summary), (Strings{"ledger_unbalanced", "load_not_delivered"}));
  EXPECT_EQ(summary.reasons[0].message, "requests are unaccounted for: 1 granted requests without a record");
  EXPECT_EQ(summary.reasons[0].observed, "9 outcomes");
  EXPECT_EQ(summary.reasons[0].limit, "10 scheduled");
  EXPECT_EQ(summary.exit_code, 5);
}

TEST(InvalidTest, AgentLostUnderStop) {
  VectorRunLog log = CleanRun(10, 2);
  log.records().pop_back();
  log.AddEvent(wire::RunEvent::AGENT_LOST, 1);
  log.edit().end->set_exit_code(4);
  const Summary summary = SummaryOf(log, PlanOf(10, 2));
  EXPECT_EQ(Codes(summary), (Strings{"agent_lost", "load_not_delivered"}));
  EXPECT_EQ(summary.verdict, Verdict::kInvalid);
  EXPECT_EQ(summary.reasons[0].agent, "agent-1");
  EXPECT_EQ(CountIn(summary.ledger.outcomes, Outcome::kLostAgent), 1);
  EXPECT_TRUE(summary.agents[1].lost);
  EXPECT_EQ(summary.exit_code, 4);
}

TEST(InvalidTest, TargetLost) {
  VectorRunLog log = CleanRun();
  log.AddEvent(wire::RunEvent::TARGET_LOST);
  log.edit().end->set_exit_code(3);
  const Summary summary = SummaryOf(log, PlanOf(10));
  EXPECT_EQ(Codes(summary), Strings{"target_lost"});
  EXPECT_EQ(summary.exit_code, 3);
}

TEST(InvalidTest, ErrorRateIsPassedNotReached) {
  VectorRunLog log = CleanRun();
  log.records()[0].second.outcome = Outcome::kHttpError;
  Plan plan = PlanOf(10);
  plan.load.max_error_rate = 10;
  EXPECT_EQ(Codes(SummaryOf(log, plan)), Strings());
  log.records()[1].second.outcome = Outcome::kTruncated;
  EXPECT_EQ(Codes(SummaryOf(log, plan)), Strings{"error_rate"});
  EXPECT_EQ(SummaryOf(log, plan).reasons[0].observed, "2 of 10 failed");
}

TEST(InvalidTest, ZeroTokens) {
  VectorRunLog log;
  log.Add(RecordBuilder(0).Dispatched(0).End(5).With(Outcome::kEmpty).Build());
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(1))), Strings{"zero_tokens"});
}

TEST(InvalidTest, WarmupFailed) {
  VectorRunLog log = CleanRun();
  log.Add(Answer(-1, -400).With(Outcome::kHttpError).Build());
  Plan plan = PlanOf(10);
  plan.load.warmup_request_count = 1;
  EXPECT_EQ(Codes(SummaryOf(log, plan)), Strings{"warmup_failed"});
}

// `unsent` of `count` requests are not sent.
VectorRunLog PartlySent(int count, int unsent) {
  VectorRunLog log = CleanRun(count);
  for (int i = 0; i < unsent; ++i) {
    RequestRecord& record = log.records()[static_cast<size_t>(count - 1 - i)].second;
    const int64_t index = record.index;
    record = RequestRecord();
    record.index = index;
  }
  return log;
}

TEST(InvalidTest, LoadNotDelivered) {
  EXPECT_EQ(SummaryOf(PartlySent(200, 2), PlanOf(200)).verdict, Verdict::kValid);      // 99 %
  EXPECT_EQ(SummaryOf(PartlySent(200, 3), PlanOf(200)).verdict, Verdict::kDegraded);   // 98.5 %
  EXPECT_EQ(SummaryOf(PartlySent(200, 20), PlanOf(200)).verdict, Verdict::kDegraded);  // 90 %
  EXPECT_EQ(SummaryOf(PartlySent(200, 21), PlanOf(200)).verdict, Verdict::kInvalid);   // 89.5 %
  EXPECT_EQ(Codes(SummaryOf(PartlySent(200, 21), PlanOf(200))), Strings{"load_not_delivered"});
}

TEST(InvalidTest, WhatAnInterruptLeftUnsentIsExcused) {
  VectorRunLog log = PartlySent(200, 150);
  log.AddEvent(wire::RunEvent::INTERRUPTED);
  log.edit().end->set_exit_code(130);
  const Summary summary = SummaryOf(log, PlanOf(200));
  EXPECT_EQ(Codes(summary), Strings());
  EXPECT_EQ(summary.exit_code, 130);
}

TEST(InvalidTest, SpoolFull) {
  VectorRunLog log = CleanRun();
  log.AddEvent(wire::RunEvent::SPOOL_FULL, 0);
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(10))), Strings{"spool_full"});
}

TEST(InvalidTest, LogUnfinished) {
  VectorRunLog log = CleanRun();
  log.edit().end.reset();
  const Summary summary = SummaryOf(log, PlanOf(10));
  EXPECT_EQ(Codes(summary), Strings{"log_unfinished"});
  EXPECT_EQ(summary.exit_code, 5);
}

}  // namespace
}  // namespace barrage
