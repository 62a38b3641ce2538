#include "coordinator/metrics/mean_interval.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace barrage {
namespace {

// Student's t from the tables of Abramowitz and Stegun 26.10, and for one and two degrees of freedom in closed form.
TEST(StudentQuantileTest, IsThatOfTheTables) {
  EXPECT_NEAR(StudentQuantile(0.975, 1), std::tan(M_PI * 0.475), 1e-9);
  EXPECT_NEAR(StudentQuantile(0.975, 2), 0.95 * std::sqrt(2 / (1 - 0.95 * 0.95)), 1e-9);
  EXPECT_NEAR(StudentQuantile(0.975, 3), 3.182, 5e-4);
  EXPECT_NEAR(StudentQuantile(0.975, 4), 2.776, 5e-4);
  EXPECT_NEAR(StudentQuantile(0.995, 4), 4.604, 5e-4);
  EXPECT_NEAR(StudentQuantile(0.975, 9), 2.262, 5e-4);
  EXPECT_NEAR(StudentQuantile(0.95, 30), 1.697, 5e-4);
  EXPECT_NEAR(StudentQuantile(0.5, 7), 0, 1e-12);
}

// mean = (10 + 12 + 14) / 3 = 12; std = sqrt((4 + 0 + 4) / 2) = 2; se = 2 / sqrt(3); t(0.975, 2) = 4.30265.
TEST(MeanIntervalTest, IsComputedFromTheSample) {
  const auto all = MeanIntervalOf(std::vector<double>{10, 12, 14}, 0.95);
  ASSERT_TRUE(all.has_value());
  EXPECT_NEAR(all->mean, 12, 1e-12);
  EXPECT_NEAR(all->std, 2, 1e-12);
  EXPECT_NEAR(all->se, 2 / std::sqrt(3), 1e-12);
  EXPECT_NEAR(*all->cv, 2.0 / 12, 1e-12);
  EXPECT_NEAR(all->ci_low, 12 - 4.302652729749 * 2 / std::sqrt(3), 1e-9);
  EXPECT_NEAR(all->ci_high, 12 + 4.302652729749 * 2 / std::sqrt(3), 1e-9);
  EXPECT_EQ(all->min, 10);
  EXPECT_EQ(all->max, 14);
}

TEST(MeanIntervalTest, NeedsTwoValues) {
  EXPECT_FALSE(MeanIntervalOf(std::vector<double>{1}, 0.95).has_value());
  EXPECT_FALSE(MeanIntervalOf(std::vector<double>{-1, 1}, 0.95)->cv.has_value());  // the mean is 0
}

}  // namespace
}  // namespace barrage
