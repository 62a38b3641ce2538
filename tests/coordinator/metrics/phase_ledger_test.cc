#include "coordinator/metrics/phase_ledger.h"

#include <gtest/gtest.h>

#include "coordinator/metrics/outcome_counts.h"

namespace barrage {
namespace {

using Fates = std::vector<AgentFate>;

PhaseLedger::Result Finish(const PhaseLedger& ledger, const Fates& fates) {
  return ledger.Finish(fates, [&](int64_t request) { return request % static_cast<int64_t>(fates.size()); });
}

TEST(PhaseLedgerTest, BalancesWhatWasGrantedAndRecorded) {
  PhaseLedger ledger({.scheduled = 3}, 2);
  ledger.Grant(0, 0);
  ledger.Grant(1, 1);
  ledger.Grant(0, 2);
  ledger.Record(0, 0, Outcome::kOk);
  ledger.Record(1, 1, Outcome::kTimeout);
  ledger.Record(0, 2, Outcome::kOk);
  const auto result = Finish(ledger, {AgentFate::kPresent, AgentFate::kPresent});
  EXPECT_TRUE(result.balanced) << result.imbalance;
  EXPECT_EQ(result.total.scheduled, 3);
  EXPECT_EQ(CountIn(result.total.outcomes, Outcome::kOk), 2);
  EXPECT_EQ(result.agents[0].scheduled, 2);
  EXPECT_EQ(CountIn(result.agents[1].outcomes, Outcome::kTimeout), 1);
}

TEST(PhaseLedgerTest, WhatWasNeverGrantedIsNotSent) {
  PhaseLedger ledger({.scheduled = 4}, 2);
  ledger.Grant(0, 0);
  ledger.Record(0, 0, Outcome::kOk);
  const auto result = Finish(ledger, {AgentFate::kPresent, AgentFate::kPresent});
  EXPECT_TRUE(result.balanced) << result.imbalance;
  EXPECT_EQ(CountIn(result.total.outcomes, Outcome::kNotSent), 3);
  // Requests 1 and 3 would have been agent 1's.
  EXPECT_EQ(CountIn(result.agents[1].outcomes, Outcome::kNotSent), 2);
  EXPECT_EQ(result.agents[1].scheduled, 2);
}

TEST(PhaseLedgerTest, WhatALostAgentHeldIsLost) {
  PhaseLedger ledger({.scheduled = 2}, 2);
  ledger.Grant(0, 0);
  ledger.Grant(1, 1);
  ledger.Record(0, 0, Outcome::kOk);
  const auto result = Finish(ledger, {AgentFate::kPresent, AgentFate::kLost});
  EXPECT_TRUE(result.balanced) << result.imbalance;
  EXPECT_EQ(CountIn(result.agents[1].outcomes, Outcome::kLostAgent), 1);
}

TEST(PhaseLedgerTest, OpenGrantsOfAnAgentThatLeftWereNotSent) {
  PhaseLedger ledger({.scheduled = 1}, 1);
  ledger.Grant(0, 0);
  const auto result = Finish(ledger, {AgentFate::kLeft});
  EXPECT_TRUE(result.balanced) << result.imbalance;
  EXPECT_EQ(CountIn(result.total.outcomes, Outcome::kNotSent), 1);
  EXPECT_EQ(CountIn(result.total.outcomes, Outcome::kLostAgent), 0);
}

TEST(PhaseLedgerTest, AGrantWithoutARecordUnbalances) {
  PhaseLedger ledger({.scheduled = 1}, 1);
  ledger.Grant(0, 0);
  const auto result = Finish(ledger, {AgentFate::kPresent});
  EXPECT_FALSE(result.balanced);
  EXPECT_EQ(result.imbalance, "1 granted requests without a record");
  EXPECT_EQ(result.total.scheduled, 1);
  EXPECT_EQ(SumOf(result.total.outcomes), 0);
}

TEST(PhaseLedgerTest, AfterAResumeWhatHasNoRecordWasNotSent) {
  PhaseLedger ledger({.scheduled = 1, .open_grants_not_sent = true}, 1);
  ledger.Grant(0, 0);
  const auto result = Finish(ledger, {AgentFate::kPresent});
  EXPECT_TRUE(result.balanced) << result.imbalance;
  EXPECT_EQ(CountIn(result.total.outcomes, Outcome::kNotSent), 1);
}

TEST(PhaseLedgerTest, InAnUnfinishedLogWhatHasNoRecordIsLost) {
  PhaseLedger ledger({.scheduled = 3, .open_grants_lost = true}, 1);
  ledger.Grant(0, 0);
  ledger.Grant(0, 1);
  ledger.Record(0, 0, Outcome::kOk);
  const PhaseLedger::Result result = ledger.Finish({AgentFate::kPresent}, [](int64_t) { return 0; });
  EXPECT_TRUE(result.balanced) << result.imbalance;
  EXPECT_EQ(result.total.outcomes[static_cast<size_t>(Outcome::kOk) - 1], 1);
  EXPECT_EQ(result.total.outcomes[static_cast<size_t>(Outcome::kLostAgent) - 1], 1);
  EXPECT_EQ(result.total.outcomes[static_cast<size_t>(Outcome::kNotSent) - 1], 1);  // never granted
}

TEST(PhaseLedgerTest, ASecondRecordUnbalances) {
  PhaseLedger ledger({.scheduled = 1}, 2);
  ledger.Grant(0, 0);
  ledger.Grant(1, 0);
  ledger.Record(0, 0, Outcome::kOk);
  ledger.Record(1, 0, Outcome::kOk);
  const auto result = Finish(ledger, {AgentFate::kLost, AgentFate::kPresent});
  EXPECT_FALSE(result.balanced);
  EXPECT_EQ(result.imbalance, "1 requests with a second record");
  EXPECT_EQ(SumOf(result.total.outcomes), 2);
}

TEST(PhaseLedgerTest, ARedealtRequestCountsOnceWhereItWasSent) {
  for (const bool stale_first : {true, false}) {
    PhaseLedger ledger({.scheduled = 1}, 2);
    ledger.Grant(0, 0);
    ledger.Grant(1, 0);  // agent 0 left; dealt again
    if (stale_first) ledger.Record(0, 0, Outcome::kNotSent);
    ledger.Record(1, 0, Outcome::kOk);
    if (!stale_first) ledger.Record(0, 0, Outcome::kNotSent);
    const auto result = Finish(ledger, {AgentFate::kLeft, AgentFate::kPresent});
    EXPECT_TRUE(result.balanced) << result.imbalance;
    EXPECT_EQ(SumOf(result.total.outcomes), 1);
    EXPECT_EQ(result.agents[0].scheduled, 0);
    EXPECT_EQ(result.agents[1].scheduled, 1);
  }
}

TEST(PhaseLedgerTest, AStaleNotSentDoesNotHideThatTheHeirMadeNoRecord) {
  PhaseLedger ledger({.scheduled = 1}, 2);
  ledger.Grant(0, 0);
  ledger.Grant(1, 0);
  ledger.Record(0, 0, Outcome::kNotSent);
  const auto result = Finish(ledger, {AgentFate::kLeft, AgentFate::kPresent});
  EXPECT_FALSE(result.balanced);
  EXPECT_EQ(result.imbalance, "1 granted requests without a record");
}

TEST(PhaseLedgerTest, ARecordOfWhatNobodyWasGivenUnbalances) {
  PhaseLedger ledger({.scheduled = 0}, 1);
  ledger.Record(0, 5, Outcome::kOk);
  const auto result = Finish(ledger, {AgentFate::kPresent});
  EXPECT_FALSE(result.balanced);
  EXPECT_EQ(result.imbalance, "1 records or grants of requests nobody was given");
}

TEST(PhaseLedgerTest, GrantsBeyondTheScheduleUnbalance) {
  PhaseLedger ledger({.scheduled = 1}, 1);
  for (const int64_t request : {0, 1}) {
    ledger.Grant(0, request);
    ledger.Record(0, request, Outcome::kOk);
  }
  const auto result = Finish(ledger, {AgentFate::kPresent});
  EXPECT_FALSE(result.balanced);
  EXPECT_EQ(result.imbalance, "2 requests dealt out where 1 were scheduled");
}

TEST(PhaseLedgerTest, AClosedLoopForATimeSchedulesWhatItDispatches) {
  PhaseLedger ledger({.scheduled = std::nullopt, .count_dispatched_only = true}, 2);
  for (int64_t request = 0; request < 5; ++request) ledger.Grant(request % 2 == 0 ? 0 : 1, request);
  ledger.Record(0, 0, Outcome::kOk);
  ledger.Record(0, 2, Outcome::kOk);
  ledger.Record(0, 4, Outcome::kNotSent);  // look-ahead
  ledger.Record(1, 1, Outcome::kOk);       // agent 1 is lost with request 3
  const auto result = Finish(ledger, {AgentFate::kPresent, AgentFate::kLost});
  EXPECT_TRUE(result.balanced) << result.imbalance;
  EXPECT_EQ(result.total.scheduled, 4);
  EXPECT_EQ(CountIn(result.total.outcomes, Outcome::kNotSent), 0);
  EXPECT_EQ(CountIn(result.agents[1].outcomes, Outcome::kLostAgent), 1);
}

TEST(PhaseLedgerTest, SurvivesNumbersThatCannotBe) {
  PhaseLedger ledger({.scheduled = 0}, 1);
  ledger.Grant(0, INT64_MAX);
  ledger.Grant(9, 0);
  ledger.Record(9, 0, Outcome::kOk);
  EXPECT_FALSE(Finish(ledger, {AgentFate::kPresent}).balanced);
}

}  // namespace
}  // namespace barrage
