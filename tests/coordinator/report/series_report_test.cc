#include "coordinator/report/aggregate_report.h"
#include "coordinator/report/sweep_report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/coordinator/report/sample_summary.h"
#include "tests/golden/golden.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

Summary Faster(double factor) {
  Summary summary = SampleSummary();
  for (Metric& metric : summary.metrics) {
    if (!metric.value) continue;
    metric.value->avg *= factor;
    for (double& value : metric.value->percentiles) value *= factor;
  }
  return summary;
}

Sweep SampleSweep() {
  return {.type = "concurrency",
          .runs = {{"1", "artifacts/m-openai-chat-concurrency1", 4, SampleSummary()},
                   {"2", "artifacts/m-openai-chat-concurrency2", 3, std::nullopt},
                   {"1024", "artifacts/m-openai-chat-concurrency1024", 0, Faster(1.5)}}};
}

TEST(SweepReportTest, FitsEightyColumns) {
  EXPECT_TRUE(IsGolden(RenderSweep(SampleSweep(), 80), "tests/golden/report/sweep_80.txt"));
}

TEST(SweepReportTest, WritesGenaiPerfsCsv) {
  EXPECT_TRUE(IsGolden(SweepCsv(SampleSweep()), "tests/golden/report/sweep.csv"));
}

TEST(SweepReportTest, HoldsEveryRun) {
  const std::string json = SweepJson(SampleSweep());
  EXPECT_THAT(json, HasSubstr("\"sweep_type\": \"concurrency\""));
  EXPECT_THAT(json, HasSubstr("\"value\": \"2\""));
  EXPECT_THAT(json, HasSubstr("\"verdict\": null"));
}

Repetition SampleRepetition() {
  return {.confidence = 0.95,
          .runs = {{"run_0001", 0, SampleSummary()}, {"run_0002", 0, Faster(1.1)}, {"run_0003", 3, std::nullopt}}};
}

TEST(AggregateReportTest, FitsEightyColumns) {
  EXPECT_TRUE(IsGolden(RenderAggregate(SampleRepetition(), 80), "tests/golden/report/aggregate_80.txt"));
}

// Two runs of 61.7 and 67.87 requests/s: mean 64.785; std = 6.17 / sqrt(2) = 4.36285; se = 3.085;
// t(0.975, 1) = 12.7062; 12.7062 · 3.085 = 39.1986.
TEST(AggregateReportTest, IsTheMeanOverTheRunsThatMeasured) {
  const auto numbers = NumbersOver(SampleRepetition());
  const auto found = std::find_if(numbers.begin(), numbers.end(),
                                  [](const RepeatedNumber& number) { return number.name == "request_throughput_avg"; });
  ASSERT_NE(found, numbers.end());
  EXPECT_NEAR(found->over.mean, 64.785, 1e-9);
  EXPECT_NEAR(found->over.std, 4.36285, 1e-4);
  EXPECT_NEAR(found->over.ci_high, 64.785 + 39.1986, 1e-3);
}

TEST(AggregateReportTest, NamesTheRunsThatFailed) {
  const std::string json = AggregateJson(SampleRepetition());
  EXPECT_THAT(json, HasSubstr("\"num_successful_runs\": 2"));
  EXPECT_THAT(json, HasSubstr("\"label\": \"run_0003\""));
  EXPECT_THAT(AggregateCsv(SampleRepetition()), HasSubstr("\nrequest_throughput_avg,64.785,4.3628"));
}

TEST(AggregateReportTest, OneRunAloneSaysNothingOfOthers) {
  const Repetition one{.confidence = 0.95, .runs = {{"run_0001", 0, SampleSummary()}, {"run_0002", 3, std::nullopt}}};
  EXPECT_EQ(RenderAggregate(one, 80), "1 of 2 runs measured: too few to compare.\n");
}

}  // namespace
}  // namespace barrage
