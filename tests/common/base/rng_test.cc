#include "common/base/rng.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace barrage {
namespace {

// Computed by an independent implementation of xoshiro256++, splitmix64 and FNV-1a. A seed must mean the same for ever:
// never change these numbers.
TEST(Rng, ASeedMeansTheSameForEver) {
  Rng empty(0, ""), arrival(0, "arrival"), other(42, "arrival");
  EXPECT_EQ(empty.Next(), 0x96bb3c9cab98ed3fu);
  EXPECT_EQ(empty.Next(), 0x65b64fbc9a770e81u);
  EXPECT_EQ(empty.Next(), 0xed86fb2d91de1ae1u);
  EXPECT_EQ(arrival.Next(), 0x08bfd5d7a5d1e76fu);
  EXPECT_EQ(arrival.Next(), 0xe8cf77e6bce5d5a0u);
  EXPECT_EQ(arrival.Next(), 0x56fc8ce351538cc4u);
  EXPECT_EQ(other.Uniform(), 0.4285960703743915);
  EXPECT_EQ(other.Uniform(), 0.7368862648230904);
}

TEST(Rng, UniformStaysBelowOne) {
  Rng rng(1, "test");
  double sum = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double u = rng.Uniform();
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 4 * std::sqrt(1.0 / 12 / 100'000));
}

TEST(Rng, BelowIsEvenAndBounded) {
  Rng rng(1, "test");
  std::vector<int> counts(7);
  for (int i = 0; i < 70'000; ++i) ++counts[rng.Below(7)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 4 * std::sqrt(10'000 * 6.0 / 7));
  EXPECT_EQ(rng.Below(1), 0u);
  EXPECT_LT(rng.Below(~uint64_t{0}), ~uint64_t{0});
}

// Mean and variance of n draws, within four standard errors of what they should be.
struct Moments {
  double mean = 0, variance = 0;
};
template <typename Draw>
Moments MomentsOf(Draw draw, int n) {
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = draw();
    sum += x;
    squares += x * x;
  }
  return {sum / n, squares / n - sum / n * sum / n};
}

TEST(Rng, DistributionsHaveTheirMoments) {
  constexpr int kDraws = 200'000;
  Rng rng(7, "test");
  Moments m = MomentsOf([&] { return rng.Exponential(); }, kDraws);  // mean 1, variance 1, fourth moment 9
  EXPECT_NEAR(m.mean, 1, 4 * std::sqrt(1.0 / kDraws));
  EXPECT_NEAR(m.variance, 1, 4 * std::sqrt(8.0 / kDraws));
  m = MomentsOf([&] { return rng.Normal(); }, kDraws);  // mean 0, variance 1, fourth moment 3
  EXPECT_NEAR(m.mean, 0, 4 * std::sqrt(1.0 / kDraws));
  EXPECT_NEAR(m.variance, 1, 4 * std::sqrt(2.0 / kDraws));
  for (const double shape : {0.3, 1.0, 4.5}) {  // mean and variance k; fourth central moment 3k² + 6k
    m = MomentsOf([&] { return rng.Gamma(shape); }, kDraws);
    EXPECT_NEAR(m.mean, shape, 4 * std::sqrt(shape / kDraws));
    EXPECT_NEAR(m.variance, shape, 4 * std::sqrt((2 * shape * shape + 6 * shape) / kDraws));
  }
}

}  // namespace
}  // namespace barrage
