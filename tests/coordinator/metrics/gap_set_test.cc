#include "coordinator/metrics/gap_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "common/base/rng.h"

namespace barrage {
namespace {

constexpr int64_t kMs = 1'000'000;
constexpr size_t kP50 = 4, kP99 = 8;

struct Gap {
  int64_t index, ns;
};

GapSet Build(std::vector<int64_t> indices, const std::vector<Gap>& gaps, int64_t limit = kExactValues) {
  GapSet set(std::move(indices), limit);
  for (const Gap& gap : gaps) set.Add(gap.index, gap.ns);
  set.Seal();
  return set;
}

TEST(GapSetTest, DescribesGapsInMs) {
  const Distribution got = Build({0, 1}, {{0, 10 * kMs}, {0, 20 * kMs}, {1, 30 * kMs}, {1, 40 * kMs}}).Describe(false);
  EXPECT_EQ(got.count, 4);
  EXPECT_EQ(got.avg, 25);
  EXPECT_EQ(got.min, 10);
  EXPECT_EQ(got.max, 40);
  EXPECT_EQ(got.percentiles[kP50], 25);
}

TEST(GapSetTest, FurtherTokensAreZerosAmongTokenGapsAlone) {
  // One event of 3 tokens after 30 ms: 30, 0, 0. Mean 10, the decode time's share of each token.
  GapSet set({7});
  set.Add(7, 30 * kMs);
  set.AddFurtherTokens(7, 2);
  set.Seal();
  EXPECT_EQ(set.Describe(false).count, 1);
  EXPECT_EQ(set.Describe(false).avg, 30);
  EXPECT_EQ(set.Describe(true).count, 3);
  EXPECT_EQ(set.Describe(true).avg, 10);
  EXPECT_EQ(set.Describe(true).percentiles[kP50], 0);
  EXPECT_EQ(set.Describe(true).min, 0);
  EXPECT_EQ(set.Describe(true).max, 30);
}

TEST(GapSetTest, ZerosStandBeforeTheGaps) {
  GapSet set({7});
  set.Add(7, 40 * kMs);
  set.Add(7, 30 * kMs);
  set.AddFurtherTokens(7, 1);
  set.Seal();
  EXPECT_EQ(set.Describe(true).percentiles[kP50], 30);  // of 0, 30, 40
}

TEST(GapSetTest, ANegativeGapCountsAsZero) { EXPECT_EQ(Build({0}, {{0, -5 * kMs}}).Describe(false).max, 0); }

TEST(GapSetTest, DoesNotDependOnTheOrder) {
  Rng rng(3, "gaps");
  std::vector<int64_t> indices;
  std::vector<Gap> gaps;
  for (int64_t index = 0; index < 50; ++index) {
    indices.push_back(index);
    for (int i = 0; i < 20; ++i) gaps.push_back({index, static_cast<int64_t>(rng.Below(50'000)) * 1000});
  }
  for (const int64_t limit : {int64_t{100}, kExactValues}) {
    const Distribution forward = Build(indices, gaps, limit).Describe(false);
    std::vector<Gap> reversed(gaps.rbegin(), gaps.rend());
    const Distribution backward = Build({indices.rbegin(), indices.rend()}, reversed, limit).Describe(false);
    EXPECT_EQ(forward.percentiles, backward.percentiles);
    EXPECT_EQ(forward.ci95, backward.ci95);
    EXPECT_EQ(forward.std, backward.std);
    EXPECT_TRUE(forward.ci95[kP50].has_value());
  }
}

TEST(GapSetTest, GapsThatGoTogetherGiveAWiderIntervalThanIndependentOnes) {
  // 40 requests with 100 gaps each. In one set all gaps of a request are alike: its interval is that of 40 values, not
  // of 4,000.
  std::vector<int64_t> indices;
  std::vector<Gap> together, independent;
  for (int64_t index = 0; index < 40; ++index) {
    indices.push_back(index);
    for (int64_t i = 0; i < 100; ++i) {
      together.push_back({index, (index + 1) * kMs});
      independent.push_back({index, (i % 40 + 1) * kMs});
    }
  }
  const auto wide = Build(indices, together).Describe(false).ci95[kP50];
  const auto narrow = Build(indices, independent).Describe(false).ci95[kP50];
  ASSERT_TRUE(wide && narrow);
  EXPECT_GT(wide->second - wide->first, 5);
  EXPECT_LT(narrow->second - narrow->first, 2);
  // The median of 40 values spread evenly over 40 ms has a deviation of 40/(2·√40) = 3.2 ms: 20.5 ± 6.2.
  EXPECT_NEAR(wide->first, 14.3, 2);
  EXPECT_NEAR(wide->second, 26.7, 2);
}

TEST(GapSetTest, HasNoIntervalWhereNothingSupportsOne) {
  EXPECT_FALSE(Build({0}, std::vector<Gap>(1000, Gap{0, kMs})).Describe(false).ci95[kP50].has_value());
  // Two requests, but p99 of 20 values.
  std::vector<Gap> gaps(10, Gap{0, kMs});
  gaps.resize(20, Gap{1, kMs});
  EXPECT_FALSE(Build({0, 1}, gaps).Describe(false).ci95[kP99].has_value());
  EXPECT_TRUE(Build({0, 1}, gaps).Describe(false).ci95[kP50].has_value());
}

TEST(GapSetTest, PastTheLimitStaysWithinATenthOfAPerCent) {
  Rng rng(4, "gaps");
  std::vector<Gap> gaps;
  for (int i = 0; i < 2000; ++i) gaps.push_back({i % 2, static_cast<int64_t>(rng.Below(100'000)) * 1000});
  const Distribution exact = Build({0, 1}, gaps).Describe(false), bounded = Build({0, 1}, gaps, 500).Describe(false);
  EXPECT_TRUE(bounded.histogram);
  EXPECT_EQ(bounded.avg, exact.avg);
  EXPECT_EQ(bounded.std, exact.std);
  for (size_t i = 0; i < exact.percentiles.size(); ++i) {
    EXPECT_NEAR(bounded.percentiles[i], exact.percentiles[i], 0.001 * exact.percentiles[i] + 0.001) << i;
  }
}

TEST(GapSetTest, KnowsBeforehandThatTheLimitWillBePassed) {
  GapSet set({0, 1}, 3);
  set.Reserve(4);
  for (const int64_t gap : {10, 20, 30, 40}) set.Add(gap % 20 == 0, gap * kMs);
  set.Seal();
  EXPECT_TRUE(set.Describe(false).histogram);
  EXPECT_NEAR(set.Describe(false).percentiles[kP50], 25, 0.03);
  EXPECT_EQ(set.Describe(false).max, 40);
}

TEST(GapSetTest, ResamplesFixedGroupsOfManyRequests) {
  std::vector<int64_t> indices(GapSet::kMostSingleRequests + 1);
  for (size_t i = 0; i < indices.size(); ++i) indices[i] = static_cast<int64_t>(i);
  GapSet set(indices);
  for (const int64_t index : indices) set.Add(index, (index % 7 + 1) * kMs);
  set.Seal();
  const Distribution got = set.Describe(false);
  EXPECT_EQ(got.percentiles[kP50], 4);
  ASSERT_TRUE(got.ci95[kP50].has_value());
  EXPECT_EQ(*got.ci95[kP50], std::pair(4.0, 4.0));
}

}  // namespace
}  // namespace barrage
