#include "coordinator/metrics/value_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "common/base/rng.h"
#include "coordinator/metrics/distribution.h"

namespace barrage {
namespace {

TEST(ValueSetTest, DescribesASmallSet) {
  ValueSet values;
  for (const int64_t value : {4, 1, 3, 2}) values.Add(value * 1'000'000);
  values.Seal();
  const Distribution got = DistributionOf(values, 1'000'000);
  // Mean 10/4; variance (2.25 + 0.25 + 0.25 + 2.25)/4 = 1.25, ddof 0.
  EXPECT_EQ(got.count, 4);
  EXPECT_EQ(got.avg, 2.5);
  EXPECT_DOUBLE_EQ(got.std, std::sqrt(1.25));
  EXPECT_EQ(got.min, 1);
  EXPECT_EQ(got.max, 4);
  EXPECT_EQ(got.percentiles[4], 2.5);
  EXPECT_FALSE(got.ci95[4].has_value());
  EXPECT_FALSE(got.histogram);
}

TEST(ValueSetTest, IntervalsAreOrderStatistics) {
  ValueSet values;
  for (int64_t value = 1; value <= 10; ++value) values.Add(value);
  values.Seal();
  // The median of ten: ranks 2 and 9.
  ASSERT_TRUE(DistributionOf(values, 1).ci95[4].has_value());
  EXPECT_EQ(*DistributionOf(values, 1).ci95[4], std::pair(2.0, 9.0));
}

TEST(ValueSetTest, DeviationDoesNotCancel) {
  // Hours in ns with 1 ns between them: Σ² is near 10³⁶, the variance 2/3.
  ValueSet values;
  for (const int64_t offset : {0, 1, 2}) values.Add(int64_t{3'600'000'000'000'000} + offset);
  EXPECT_DOUBLE_EQ(DeviationOf(values.sum(), values.sum_of_squares(), 3, 1), std::sqrt(2.0 / 3));
}

TEST(ValueSetTest, AddsAValueManyTimes) {
  ValueSet values;
  values.Add(5, 3);
  values.Add(1, 0);
  values.Add(1, -1);
  values.Seal();
  EXPECT_EQ(values.count(), 3);
  EXPECT_EQ(values.ValueAt(2), 5);
}

TEST(ValueSetTest, PastTheLimitIsWithinATenthOfAPerCent) {
  Rng rng(1, "values");
  ValueSet bounded(1000), exact;
  for (int i = 0; i < 5000; ++i) {
    const int64_t value = static_cast<int64_t>(rng.Below(2'000'000'000)) - 1'000'000'000;
    bounded.Add(value);
    exact.Add(value);
  }
  bounded.Seal();
  exact.Seal();
  EXPECT_TRUE(bounded.histogram());
  EXPECT_TRUE(DistributionOf(bounded, 1).histogram);
  EXPECT_EQ(bounded.min(), exact.min());
  EXPECT_EQ(bounded.max(), exact.max());
  EXPECT_TRUE(bounded.sum() == exact.sum() && bounded.sum_of_squares() == exact.sum_of_squares());
  for (int64_t rank = 0; rank < 5000; rank += 7) {
    const int64_t want = exact.ValueAt(rank);
    EXPECT_LE(std::abs(bounded.ValueAt(rank) - want), 0.001 * static_cast<double>(std::abs(want)) + 1) << rank;
  }
}

TEST(ValueSetTest, AHistogramNeverGoesBeyondWhatWasSeen) {
  for (const int64_t value : {1'000'000'001, 1'234'567'891, -987'654'321}) {
    ValueSet set(3);
    set.Add(value, 5);
    set.Seal();
    ASSERT_TRUE(set.histogram());
    EXPECT_EQ(set.ValueAt(0), value);
    EXPECT_EQ(set.ValueAt(4), value);
  }
}

TEST(ValueSetTest, DoesNotDependOnTheOrder) {
  Rng rng(2, "values");
  std::vector<int64_t> values(3000);
  for (int64_t& value : values) value = static_cast<int64_t>(rng.Below(1'000'000));
  for (const int64_t limit : {1000, 100'000}) {
    ValueSet forward(limit), backward(limit);
    for (const int64_t value : values) forward.Add(value);
    for (auto value = values.rbegin(); value != values.rend(); ++value) backward.Add(*value);
    forward.Seal();
    backward.Seal();
    for (int64_t rank = 0; rank < 3000; ++rank) ASSERT_EQ(forward.ValueAt(rank), backward.ValueAt(rank));
  }
}

}  // namespace
}  // namespace barrage
