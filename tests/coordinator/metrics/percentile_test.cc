#include "coordinator/metrics/percentile.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace barrage {
namespace {

double PercentileOfSorted(const std::vector<int64_t>& sorted, int per_mille, int64_t scale = 1) {
  return PercentileOf(static_cast<int64_t>(sorted.size()), per_mille, scale,
                      [&](int64_t rank) { return sorted[static_cast<size_t>(rank)]; });
}

TEST(PercentileTest, InterpolatesBetweenClosestRanks) {
  // n = 4: h = 3p. p25: h = 0.75, 10 + 0.75·10 = 17.5. p50: h = 1.5, 25. p90: h = 2.7, 30 + 0.7·10 = 37.
  const std::vector<int64_t> values = {10, 20, 30, 40};
  EXPECT_EQ(PercentileOfSorted(values, 250), 17.5);
  EXPECT_EQ(PercentileOfSorted(values, 500), 25);
  EXPECT_EQ(PercentileOfSorted(values, 900), 37);
  EXPECT_EQ(PercentileOfSorted(values, 0), 10);
  EXPECT_EQ(PercentileOfSorted(values, 1000), 40);
}

TEST(PercentileTest, TakesARankAsItIs) {
  // n = 101: h = 100p is whole for every whole percentile.
  std::vector<int64_t> values(101);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<int64_t>(i * i);
  EXPECT_EQ(PositionOf(101, 990), (PercentilePosition{99, 0}));
  EXPECT_EQ(PercentileOfSorted(values, 990), 99 * 99);
  // p99.9: h = 99.9, between 9801 and 10000: 9801 + 0.9·199 = 9980.1.
  EXPECT_EQ(PercentileOfSorted(values, 999), 9980.1);
}

TEST(PercentileTest, OfOneValueIsThatValue) {
  EXPECT_EQ(PercentileOfSorted({7}, 10), 7);
  EXPECT_EQ(PercentileOfSorted({7}, 999), 7);
}

TEST(PercentileTest, RoundsOnceInTheUnit) {
  // p50 of 1 ns and 2 ns is 1.5 ns = 0.0000015 ms, the nearest double to it.
  EXPECT_EQ(PercentileOfSorted({1, 2}, 500, 1'000'000), 0.0000015);
}

TEST(PercentileTest, KeepsItsPrecisionAtTheEdgesOfTheRange) {
  // Σ of two values near 2^62 does not fit 64 bits: the mean of them must still be right.
  const int64_t large = int64_t{1} << 62;
  EXPECT_EQ(PercentileOfSorted({large, large + 1024}, 500), static_cast<double>(large + 512));
}

TEST(RationalTest, RoundsHalvesToEven) {
  EXPECT_EQ(DivideHalfEven(5, 2), 2);
  EXPECT_EQ(DivideHalfEven(7, 2), 4);
  EXPECT_EQ(DivideHalfEven(-5, 2), -2);
  EXPECT_EQ(DivideHalfEven(-7, 2), -4);
  EXPECT_EQ(DivideHalfEven(10, 3), 3);
  EXPECT_EQ(DivideHalfEven(11, 3), 4);
  EXPECT_EQ(DivideHalfEven(-10, 3), -3);
}

TEST(RationalTest, SaturatesWhatNoInt64Holds) {
  EXPECT_EQ(DivideHalfEven(Int128{INT64_MAX} * 4, 2), INT64_MAX);
  EXPECT_EQ(DivideHalfEven(Int128{INT64_MIN} * 4, 2), INT64_MIN);
}

}  // namespace
}  // namespace barrage
