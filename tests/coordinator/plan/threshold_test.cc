#include "coordinator/plan/threshold.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

using Comparison = AssertRule::Comparison;

TEST(AssertRuleTest, ReadsMetricStatisticComparisonAndLimit) {
  const auto rule = ReadAssertRule("ttft.p99<300ms");
  ASSERT_TRUE(rule.ok()) << rule.status();
  EXPECT_EQ(rule->text, "ttft.p99<300ms");
  EXPECT_EQ(rule->tag, "time_to_first_token");
  EXPECT_EQ(rule->statistic, "p99");
  EXPECT_EQ(rule->comparison, Comparison::kLess);
  EXPECT_EQ(rule->limit, 300);
}

TEST(AssertRuleTest, TurnsLimitsIntoTheMetricsUnit) {
  EXPECT_EQ(ReadAssertRule("ttft.p99<0.3s")->limit, 300);
  EXPECT_EQ(ReadAssertRule("ttft.p99 < 300")->limit, 300);
  EXPECT_EQ(ReadAssertRule("token_gap.p50<250us")->limit, 0.25);
  EXPECT_EQ(ReadAssertRule("error_rate<1%")->limit, 0.01);
  EXPECT_EQ(ReadAssertRule("benchmark_duration<2m")->limit, 120);
  EXPECT_EQ(ReadAssertRule("request_throughput>=10.5")->limit, 10.5);
}

TEST(AssertRuleTest, ReadsEveryComparison) {
  EXPECT_EQ(ReadAssertRule("itl.avg<=1")->comparison, Comparison::kLessEqual);
  EXPECT_EQ(ReadAssertRule("itl.avg>1")->comparison, Comparison::kGreater);
  EXPECT_EQ(ReadAssertRule("itl.avg>=1")->comparison, Comparison::kGreaterEqual);
  EXPECT_EQ(ReadAssertRule("itl.avg==1")->comparison, Comparison::kEqual);
}

TEST(AssertRuleTest, ReadsStatisticsAsK6WritesThem) {
  EXPECT_EQ(ReadAssertRule("ttft.p(95)<1")->statistic, "p95");
  EXPECT_EQ(ReadAssertRule("ttft.p99.9<1")->statistic, "p99_9");
  EXPECT_EQ(ReadAssertRule("ttft.p(99.9)<1")->statistic, "p99_9");
  EXPECT_EQ(ReadAssertRule("ttft.med<1")->statistic, "p50");
  EXPECT_EQ(ReadAssertRule("output_token_throughput>100")->statistic, "avg");
}

TEST(AssertRuleTest, SaysWhatIsWrong) {
  EXPECT_EQ(ReadAssertRule("ttft.p99").status().message(), "must be METRIC.STATISTIC<LIMIT, got 'ttft.p99'");
  EXPECT_EQ(ReadAssertRule("").status().message(), "must be METRIC.STATISTIC<LIMIT, got ''");
  EXPECT_EQ(ReadAssertRule("tft.p99<1").status().message(), "names no metric: 'tft' (did you mean ttft?)");
  EXPECT_EQ(ReadAssertRule("ttft.p98<1").status().message(),
            "has an unknown statistic 'p98'; there are avg, min, max, std, count, rate, p1, p5, p10, p25, p50, p75, "
            "p90, p95, p99, p99_9");
  EXPECT_EQ(ReadAssertRule("ttft.p99<fast").status().message(),
            "must be a time in ms, or with a unit (250ms, 30s), got 'fast'");
  EXPECT_EQ(ReadAssertRule("osl.avg>many").status().message(), "must be a number, got 'many'");
}

TEST(GoodputRuleTest, ReadsGenAiPerfsForm) {
  const auto rule = ReadGoodputRule("time_to_first_token:200");
  ASSERT_TRUE(rule.ok()) << rule.status();
  EXPECT_EQ(*rule, (GoodputRule{"time_to_first_token", 200}));
  EXPECT_EQ(*ReadGoodputRule("output_token_throughput_per_user:600"),
            (GoodputRule{"output_token_throughput_per_user", 600}));
  EXPECT_EQ(*ReadGoodputRule("ttft:0.2s"), (GoodputRule{"time_to_first_token", 200}));
}

TEST(GoodputRuleTest, ReadsWhatItWrites) {
  const GoodputRule rule{"request_latency", 1234.5678901};
  EXPECT_EQ(*ReadGoodputRule(WriteGoodputRule(rule)), rule);
}

TEST(GoodputRuleTest, SaysWhatIsWrong) {
  EXPECT_EQ(ReadGoodputRule("ttft").status().message(), "must be METRIC:LIMIT, got 'ttft'");
  EXPECT_EQ(ReadGoodputRule("ttft:0").status().message(), "must have a limit > 0, got 'ttft:0'");
  EXPECT_EQ(ReadGoodputRule("request_throughput:5").status().message(),
            "must name a metric that each request has; request_throughput is one number of the whole run");
  EXPECT_EQ(ReadGoodputRule("request_latncy:5").status().message(),
            "names no metric: 'request_latncy' (did you mean request_latency?)");
}

TEST(ChangeRuleTest, ReadsPercentsAndDifferences) {
  const auto rise = ReadChangeRule("ttft.p95>+5%");
  ASSERT_TRUE(rise.ok()) << rise.status();
  EXPECT_EQ(rise->tag, "time_to_first_token");
  EXPECT_EQ(rise->statistic, "p95");
  EXPECT_EQ(rise->comparison, Comparison::kGreater);
  EXPECT_TRUE(rise->relative);
  EXPECT_EQ(rise->limit, 5);
  const auto fall = ReadChangeRule("request_throughput < -2.5 %");
  ASSERT_TRUE(fall.ok()) << fall.status();
  EXPECT_TRUE(fall->relative);
  EXPECT_EQ(fall->limit, -2.5);
  const auto difference = ReadChangeRule("ttft.p95>0.01s");
  ASSERT_TRUE(difference.ok()) << difference.status();
  EXPECT_FALSE(difference->relative);
  EXPECT_EQ(difference->limit, 10);
}

TEST(ChangeRuleTest, SaysWhatIsWrong) {
  EXPECT_EQ(ReadChangeRule("ttft.p95").status().message(), "must be METRIC.STATISTIC<LIMIT, got 'ttft.p95'");
  EXPECT_EQ(ReadChangeRule("tfft.p95>5%").status().message(), "names no metric: 'tfft' (did you mean ttft?)");
  EXPECT_FALSE(ReadChangeRule("ttft.p95>a lot").ok());
}

}  // namespace
}  // namespace barrage
