#include "tests/sim/latency_model.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace barrage::sim {
namespace {

constexpr double kMs = 1e6;

LatencyModel NoisyModel() {
  return {7, {Shape::kLognormal, 50 * kMs, 20 * kMs}, {Shape::kNormal, 10 * kMs, 2 * kMs}, 1000};
}

TEST(LatencyModelTest, TheSameRequestGetsTheSameTimes) {
  LatencySchedule once(NoisyModel(), 42, 100);
  LatencySchedule other(NoisyModel(), 43, 100);
  LatencySchedule again(NoisyModel(), 42, 100);
  EXPECT_EQ(once.ttft_ns(), again.ttft_ns());
  EXPECT_NE(once.ttft_ns(), other.ttft_ns());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(once.NextGapNs(), again.NextGapNs());
}

TEST(LatencyModelTest, AnotherSeedGivesOtherTimes) {
  LatencyModel reseeded = NoisyModel();
  reseeded.seed = 8;
  EXPECT_NE(LatencySchedule(NoisyModel(), 42, 0).ttft_ns(), LatencySchedule(reseeded, 42, 0).ttft_ns());
}

TEST(LatencyModelTest, ThePromptIsAddedToTheFirstToken) {
  const int64_t bare = LatencySchedule(NoisyModel(), 42, 0).ttft_ns();
  EXPECT_EQ(LatencySchedule(NoisyModel(), 42, 300).ttft_ns(), bare + 300'000);
}

TEST(LatencyModelTest, AConstantIsExact) {
  LatencySchedule schedule({0, {Shape::kConstant, 50 * kMs, 0}, {Shape::kConstant, 10 * kMs, 0}, 0}, 1, 10);
  EXPECT_EQ(schedule.ttft_ns(), 50'000'000);
  EXPECT_EQ(schedule.NextGapNs(), 10'000'000);
}

// With 40,000 draws the mean's standard error is s/200: 3 % of the mean is over ten of them for s = 0.5 m.
TEST(LatencyModelTest, DrawsHaveTheStatedMeanAndDeviation) {
  struct Case {
    Distribution distribution;
    double stddev_ns;
  };
  const std::vector<Case> cases = {
      {{Shape::kNormal, 50 * kMs, 10 * kMs}, 10 * kMs},
      {{Shape::kLognormal, 50 * kMs, 20 * kMs}, 20 * kMs},
      {{Shape::kExponential, 50 * kMs, 0}, 50 * kMs},
  };
  for (const Case& expected : cases) {
    Rng rng(3, "draws");
    double sum = 0;
    double squares = 0;
    constexpr int kDraws = 40000;
    for (int i = 0; i < kDraws; ++i) {
      const double value = static_cast<double>(Draw(expected.distribution, rng));
      sum += value;
      squares += value * value;
    }
    const double mean = sum / kDraws;
    EXPECT_NEAR(mean, 50 * kMs, 1.5 * kMs);
    EXPECT_NEAR(std::sqrt(squares / kDraws - mean * mean), expected.stddev_ns, 0.06 * expected.stddev_ns);
  }
}

TEST(LatencyModelTest, NothingIsNegative) {
  Rng rng(3, "draws");
  for (int i = 0; i < 1000; ++i) EXPECT_GE(Draw({Shape::kNormal, kMs, 10 * kMs}, rng), 0);
}

TEST(LatencyModelTest, NamesTheShapesItKnows) {
  EXPECT_EQ(*ParseShape("lognormal"), Shape::kLognormal);
  EXPECT_EQ(ParseShape("gauss").status().message(), "must be constant, normal, lognormal or exponential, got 'gauss'");
}

}  // namespace
}  // namespace barrage::sim
