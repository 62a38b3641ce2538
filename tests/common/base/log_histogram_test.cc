#include "common/base/log_histogram.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "common/base/rng.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

template <int kBits>
void ExpectWithinItsError() {
  using Histogram = LogHistogram<kBits>;
  Rng rng(kBits, "histogram");
  for (int i = 0; i < 20'000; ++i) {
    const uint64_t value = rng.Next() >> (1 + rng.Below(62));
    const size_t bucket = Histogram::BucketOf(value);
    ASSERT_LE(Histogram::LowerEdge(bucket), value);
    ASSERT_LT(value, Histogram::LowerEdge(bucket + 1));
    const double error = std::abs(static_cast<double>(Histogram::Middle(bucket)) - static_cast<double>(value));
    ASSERT_LE(error, static_cast<double>(value) * std::pow(2, -(kBits + 1))) << value;
  }
  for (uint64_t value = 0; value < uint64_t{2} << kBits; ++value) {
    ASSERT_EQ(Histogram::Middle(Histogram::BucketOf(value)), value) << "small values are exact";
  }
}

TEST(LogHistogram, TheMiddleOfABucketIsWithinItsError) {
  ExpectWithinItsError<4>();
  ExpectWithinItsError<7>();
  ExpectWithinItsError<10>();
}

TEST(LogHistogram, BucketsFollowEachOtherWithoutGaps) {
  for (size_t bucket = 0; bucket < 800; ++bucket) {
    ASSERT_EQ(LatenessHistogram::BucketOf(LatenessHistogram::LowerEdge(bucket)), bucket);
    ASSERT_EQ(LatenessHistogram::BucketOf(LatenessHistogram::LowerEdge(bucket + 1) - 1), bucket);
  }
}

TEST(LogHistogram, TakesTheLargestValue) {
  LatenessHistogram histogram;
  histogram.Add(~uint64_t{0});
  EXPECT_EQ(histogram.total(), 1u);
  EXPECT_EQ(histogram.counts().back(), 1u);
}

TEST(LogHistogram, RanksAreThoseOfTheSortedValues) {
  Rng rng(3, "ranks");
  LogHistogram<10> histogram;
  std::vector<uint64_t> values;
  for (int i = 0; i < 5000; ++i) {
    values.push_back(rng.Below(1'000'000'000));
    histogram.Add(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const size_t rank : {size_t{0}, size_t{49}, size_t{2500}, size_t{4949}, size_t{4999}}) {
    const double value = static_cast<double>(values[rank]);
    EXPECT_NEAR(static_cast<double>(histogram.ValueAtRank(rank)), value, value / 2048 + 1) << rank;
  }
}

TEST(LogHistogram, MergingIsAddingEverything) {
  Rng rng(4, "merge");
  LogHistogram<7> all, a, b;
  for (int i = 0; i < 1000; ++i) {
    const uint64_t value = rng.Below(1 << 20);
    all.Add(value, 3);
    (i % 3 == 0 ? a : b).Add(value, 3);
  }
  a.Merge(b);
  EXPECT_EQ(a.counts(), all.counts());
  EXPECT_EQ(a.total(), 3000u);
  a.Clear();
  EXPECT_EQ(a.total(), 0u);
}

}  // namespace
}  // namespace barrage
