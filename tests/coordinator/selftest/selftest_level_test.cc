#include "coordinator/selftest/selftest_level.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

SelftestResult Good(int64_t streams) {
  TruthErrors errors{.compared = 2, .ttft = {20'000, 40'000}, .stamp = {2'000}, .gap = {1'000, -1'000}};
  return ResultOf({.concurrency = streams}, Summary(), errors);
}

TEST(SelftestLevelTest, MeanKeepsItsSignAndPercentilesAreOfTheSize) {
  // -3, 1, 2 ms: mean 0; deviations 9 + 1 + 4 = 14, / 3, root 2.160; sizes 1, 2, 3.
  const ErrorSpread spread = SpreadOf({-3'000'000, 1'000'000, 2'000'000});
  EXPECT_EQ(spread.count, 3);
  EXPECT_DOUBLE_EQ(spread.mean, 0);
  EXPECT_NEAR(spread.std, 2.1602, 1e-4);
  EXPECT_DOUBLE_EQ(spread.p50, 2);
  EXPECT_DOUBLE_EQ(spread.p99, 3);
}

TEST(SelftestLevelTest, NothingMeasuredIsNotTrusted) {
  EXPECT_EQ(SpreadOf({}).count, 0);
  EXPECT_FALSE(ResultOf({.concurrency = 1}, Summary(), TruthErrors()).Trusted());
}

TEST(SelftestLevelTest, TrustsOnlyAValidRunWithinTheLimits) {
  EXPECT_TRUE(Good(1).Trusted());
  SelftestResult accused = Good(1);
  accused.verdict = Verdict::kDegraded;
  EXPECT_FALSE(accused.Trusted());
  SelftestResult biased = Good(1);
  biased.ttft.mean = -0.11;
  EXPECT_FALSE(biased.Trusted());
  SelftestResult wide = Good(1);
  wide.ttft.p99 = 0.21;
  EXPECT_FALSE(wide.Trusted());
  SelftestResult uneven = Good(1);
  uneven.gap.p99 = 0.11;
  EXPECT_FALSE(uneven.Trusted());
  SelftestResult lossy = Good(1);
  lossy.mismatched = 1;
  EXPECT_FALSE(lossy.Trusted());
}

TEST(SelftestLevelTest, TrustEndsAtTheFirstLevelThatFails) {
  SelftestResult bad = Good(100);
  bad.verdict = Verdict::kInvalid;
  const std::vector<SelftestResult> results = {Good(1), Good(10), bad, Good(500)};
  EXPECT_EQ(TrustedTo(results, false)->concurrency, 10);
  EXPECT_FALSE(TrustedTo(results, true).has_value());
  EXPECT_FALSE(TrustedTo({bad}, false).has_value());
}

TEST(SelftestLevelTest, NamesEachReasonOnce) {
  Summary summary;
  summary.reasons = {{.code = "client_bound"}, {.code = "client_bound"}, {.code = "coalesced"}};
  const SelftestResult result = ResultOf({.request_rate = 50}, summary, TruthErrors());
  EXPECT_EQ(result.reasons, (std::vector<std::string>{"client_bound", "coalesced"}));
  EXPECT_EQ(result.level.Name(), "50 requests/s");
}

TEST(SelftestLevelTest, LadderHasStreamsAndRatesThatGrow) {
  const std::vector<SelftestLevel> ladder = SelftestLadder();
  ASSERT_EQ(ladder.size(), 10u);
  EXPECT_EQ(ladder[0].Name(), "1 streams");
  EXPECT_EQ(ladder[5].concurrency, 2000);
  EXPECT_EQ(ladder[9].request_rate, 1000);
}

}  // namespace
}  // namespace barrage
