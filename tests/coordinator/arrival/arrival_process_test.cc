// The three processes against their distributions, with a fixed seed. The bound on the Kolmogorov-Smirnov distance is
// 1.63 / sqrt(n), its critical value at p = 0.01: a fair generator passes for 99 of 100 seeds, and the seed is fixed.
#include "coordinator/arrival/arrival_process.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int kDraws = 20000;

std::vector<double> Gaps(ArrivalKind kind, double smoothness, uint64_t seed = 1) {
  const std::unique_ptr<ArrivalProcess> process = MakeArrivalProcess(kind, smoothness, seed, "arrival");
  std::vector<double> gaps(kDraws);
  for (double& gap : gaps) gap = process->NextGap();
  return gaps;
}

double KsDistance(std::vector<double> values, const std::function<double(double)>& cdf) {
  std::sort(values.begin(), values.end());
  const double n = static_cast<double>(values.size());
  double distance = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const double p = cdf(values[i]);
    distance = std::max({distance, static_cast<double>(i + 1) / n - p, p - static_cast<double>(i) / n});
  }
  return distance;
}

const double kBound = 1.63 / std::sqrt(kDraws);

TEST(ArrivalProcess, ConstantGapsAreOneFromT0On) {
  const std::vector<double> gaps = Gaps(ArrivalKind::kConstant, 1);
  EXPECT_EQ(gaps[0], 0);
  EXPECT_TRUE(std::all_of(gaps.begin() + 1, gaps.end(), [](double gap) { return gap == 1; }));
}

TEST(ArrivalProcess, PoissonGapsAreExponential) {
  EXPECT_LT(KsDistance(Gaps(ArrivalKind::kPoisson, 1), [](double x) { return 1 - std::exp(-x); }), kBound);
}

TEST(ArrivalProcess, GammaOfShapeOneIsExponential) {
  EXPECT_LT(KsDistance(Gaps(ArrivalKind::kGamma, 1), [](double x) { return 1 - std::exp(-x); }), kBound);
}

TEST(ArrivalProcess, GammaOfShapeTwoIsErlang) {
  // Mean 1: rate 2. P(X ≤ x) = 1 − e^(−2x)(1 + 2x).
  EXPECT_LT(KsDistance(Gaps(ArrivalKind::kGamma, 2), [](double x) { return 1 - std::exp(-2 * x) * (1 + 2 * x); }),
            kBound);
}

TEST(ArrivalProcess, GammaOfShapeOneHalfIsChiSquared) {
  // Mean 1 and shape 1/2 is the chi-squared distribution with one degree of freedom: P(X ≤ x) = erf(√(x/2)).
  EXPECT_LT(KsDistance(Gaps(ArrivalKind::kGamma, 0.5), [](double x) { return std::erf(std::sqrt(x / 2)); }), kBound);
}

TEST(ArrivalProcess, TheBoundTellsDistributionsApart) {
  EXPECT_GT(KsDistance(Gaps(ArrivalKind::kGamma, 1.1), [](double x) { return 1 - std::exp(-x); }), kBound);
}

TEST(ArrivalProcess, SameSeedSameGapsOtherSeedOtherGaps) {
  for (const ArrivalKind kind : {ArrivalKind::kPoisson, ArrivalKind::kGamma}) {
    EXPECT_EQ(Gaps(kind, 0.5), Gaps(kind, 0.5));
    EXPECT_NE(Gaps(kind, 0.5), Gaps(kind, 0.5, /*seed=*/2));
    EXPECT_NE(MakeArrivalProcess(kind, 0.5, 1, "arrival")->NextGap(),
              MakeArrivalProcess(kind, 0.5, 1, "warm-up arrival")->NextGap());
  }
}

}  // namespace
}  // namespace barrage
