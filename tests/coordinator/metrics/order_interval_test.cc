#include "coordinator/metrics/order_interval.h"

#include <gtest/gtest.h>

#include <cmath>

namespace barrage {
namespace {

// The definition, word by word, for counts that a double can sum: Σ C(n, i) pⁱ (1 − p)ⁿ⁻ⁱ >= q.
int64_t PlainBinomPpf(double q, int64_t n, double p) {
  double cumulative = 0;
  for (int64_t k = 0; k <= n; ++k) {
    cumulative += std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) + k * std::log(p) +
                           (n - k) * std::log1p(-p));
    if (cumulative >= q) return k;
  }
  return n;
}

TEST(OrderIntervalTest, GivesTheMedianOfTen) {
  // Binomial(10, ½): P(X <= 1) = 11/1024 = 0.0107, P(X <= 2) = 56/1024 = 0.0547, so l = 2;
  // P(X <= 7) = 968/1024 = 0.945, P(X <= 8) = 1013/1024 = 0.989, so u = 9.
  EXPECT_EQ(OrderIntervalOf(10, 500), (OrderInterval{2, 9}));
}

TEST(OrderIntervalTest, IsAbsentWhereTheCountSupportsNone) {
  // p99 of 10 values: P(X = 10) = 0.904, so BinomPPF(0.975) = 10 and u = 11 > 10.
  EXPECT_EQ(OrderIntervalOf(10, 990), std::nullopt);
  // Median of 5: P(X <= 0) = 1/32 = 0.031 >= 0.025, so l = 0 < 1.
  EXPECT_EQ(OrderIntervalOf(5, 500), std::nullopt);
  // Median of 6: P(X <= 0) = 1/64 = 0.0156, so l = 1; P(X <= 5) = 63/64 = 0.984, P(X <= 4) = 57/64 = 0.89, so u = 6.
  EXPECT_EQ(OrderIntervalOf(6, 500), (OrderInterval{1, 6}));
  EXPECT_EQ(OrderIntervalOf(0, 500), std::nullopt);
  EXPECT_EQ(OrderIntervalOf(1, 500), std::nullopt);
}

TEST(OrderIntervalTest, P99NeedsThreeHundredAndSixtyEight) {
  // u <= n needs BinomPPF(0.975; n, 0.99) <= n − 1, that is 1 − 0.99ⁿ >= 0.975: n >= ln 0.025 / ln 0.99 = 367.04.
  EXPECT_EQ(OrderIntervalOf(367, 990), std::nullopt);
  ASSERT_TRUE(OrderIntervalOf(368, 990).has_value());
  EXPECT_EQ(OrderIntervalOf(368, 990)->high, 368);
}

TEST(OrderIntervalTest, AgreesWithTheDefinition) {
  for (const int64_t n : {7, 40, 100, 333, 1000, 1500}) {
    for (const int per_mille : {10, 50, 100, 250, 500, 750, 900, 950, 990, 999}) {
      const double p = per_mille / 1000.0;
      const int64_t low = PlainBinomPpf(0.025, n, p), high = PlainBinomPpf(0.975, n, p) + 1;
      const auto interval = OrderIntervalOf(n, per_mille);
      if (low < 1 || high > n) {
        EXPECT_EQ(interval, std::nullopt) << n << " " << per_mille;
      } else {
        EXPECT_EQ(interval, (OrderInterval{low, high})) << n << " " << per_mille;
      }
    }
  }
}

TEST(OrderIntervalTest, FollowsTheNormalLawForManyValues) {
  // n = 10⁸, p = ½: ½n ± 1.96 · ½√n = 50,000,000 ± 9,799.8.
  const auto interval = OrderIntervalOf(100'000'000, 500);
  ASSERT_TRUE(interval.has_value());
  EXPECT_NEAR(interval->low, 50'000'000 - 9'800, 2);
  EXPECT_NEAR(interval->high, 50'000'000 + 9'801, 2);
}

}  // namespace
}  // namespace barrage
