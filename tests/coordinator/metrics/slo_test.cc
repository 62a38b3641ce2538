#include "coordinator/metrics/slo.h"

#include <gtest/gtest.h>

#include "coordinator/metrics/distribution.h"
#include "tests/fakes/record_builder.h"

namespace barrage {
namespace {

bool IsGood(const std::vector<GoodputRule>& rules, const RequestRecord& record) {
  return GoodputJudge(rules).IsGood(ReadFacts(record, AllDefinitions()[0], TokenSource::kServer, nullptr));
}

// TTFT 50 ms, one gap of 20 ms, 2 tokens: 50 tokens/s/user.
RequestRecord Answer() { return RecordBuilder(0).Dispatched(0).Content({50, 70}).Usage(5, 2).End(71).Build(); }

TEST(GoodputJudgeTest, AnyRuleMayFailARequest) {
  EXPECT_TRUE(IsGood({{"time_to_first_token", 50}}, Answer()));
  EXPECT_FALSE(IsGood({{"time_to_first_token", 49.999}}, Answer()));
  EXPECT_FALSE(IsGood({{"time_to_first_token", 50}, {"request_latency", 60}}, Answer()));
}

TEST(GoodputJudgeTest, MoreIsBetterForRates) {
  EXPECT_TRUE(IsGood({{"output_token_throughput_per_user", 50}}, Answer()));
  EXPECT_FALSE(IsGood({{"output_token_throughput_per_user", 50.1}}, Answer()));
}

TEST(GoodputJudgeTest, GapsAreJudgedByTheLargest) {
  EXPECT_TRUE(IsGood({{"token_gap", 20}}, Answer()));
  EXPECT_FALSE(IsGood({{"token_gap", 19}}, Answer()));
}

TEST(GoodputJudgeTest, ARequestThatLacksTheMetricIsNotGood) {
  EXPECT_FALSE(IsGood({{"ttft_from_schedule", 1e9}}, Answer()));
  EXPECT_FALSE(IsGood({{"request_throughput", 0}}, Answer()));
}

TEST(GoodputJudgeTest, AFailureIsNotGood) {
  RequestRecord record = Answer();
  record.outcome = Outcome::kTruncated;
  EXPECT_FALSE(IsGood({{"time_to_first_token", 50}}, record));
}

std::vector<Metric> OneMetric(double value) {
  Metric metric;
  metric.tag = "time_to_first_token";
  metric.value = SingleValue(value, 3);
  metric.value->percentiles[8] = 99;
  return {metric};
}

AssertRule Rule(const char* statistic, AssertRule::Comparison comparison, double limit) {
  return {
      .text = "rule", .tag = "time_to_first_token", .statistic = statistic, .comparison = comparison, .limit = limit};
}

TEST(CheckAssertsTest, ComparesTheStatistic) {
  using C = AssertRule::Comparison;
  const auto passed = [](const AssertRule& rule) { return CheckAsserts({rule}, OneMetric(7)).at(0).passed; };
  EXPECT_TRUE(passed(Rule("avg", C::kLess, 7.1)));
  EXPECT_FALSE(passed(Rule("avg", C::kLess, 7)));
  EXPECT_TRUE(passed(Rule("avg", C::kLessEqual, 7)));
  EXPECT_TRUE(passed(Rule("avg", C::kGreaterEqual, 7)));
  EXPECT_FALSE(passed(Rule("avg", C::kGreater, 7)));
  EXPECT_TRUE(passed(Rule("avg", C::kEqual, 7)));
  EXPECT_FALSE(passed(Rule("p99", C::kLess, 99)));
  EXPECT_TRUE(passed(Rule("count", C::kEqual, 3)));
  EXPECT_EQ(CheckAsserts({Rule("p99", C::kLess, 99)}, OneMetric(7)).at(0).observed, 99);
}

TEST(CheckAssertsTest, WhatIsAbsentFails) {
  const auto results = CheckAsserts({Rule("p98", AssertRule::Comparison::kLess, 1e9),
                                     {.text = "x", .tag = "goodput", .statistic = "avg", .limit = 1}},
                                    OneMetric(7));
  for (const SloResult& result : results) {
    EXPECT_FALSE(result.passed);
    EXPECT_FALSE(result.observed.has_value());
  }
}

}  // namespace
}  // namespace barrage
