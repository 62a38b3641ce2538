#include "common/clock_fit/clock_fit.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "common/base/rng.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

// An agent whose clock is `offset` behind the coordinator's at agent time 0, and gains `drift` of real time.
struct TrueClock {
  int64_t offset_ns = 0;
  double drift = 0;
  int64_t OffsetAt(int64_t agent_ns) const {
    return offset_ns + static_cast<int64_t>(std::llround(drift * static_cast<double>(agent_ns)));
  }
};

// `count` exchanges one second apart, with the given share of random delay on each way.
std::vector<ClockInterval> Exchanges(const TrueClock& clock, int64_t first_ns, int count, int64_t max_delay_ns,
                                     Rng& rng) {
  std::vector<ClockInterval> exchanges;
  for (int i = 0; i < count; ++i) {
    const int64_t agent_ns = first_ns + i * kSecond;
    const int64_t coordinator_ns = agent_ns + clock.OffsetAt(agent_ns);
    exchanges.push_back(IntervalOf(coordinator_ns - static_cast<int64_t>(rng.Below(max_delay_ns)), agent_ns,
                                   coordinator_ns + static_cast<int64_t>(rng.Below(max_delay_ns))));
  }
  return exchanges;
}

TEST(ClockFit, OneExchangeGivesItsMiddleAndHalfWidth) {
  // Sent at 1,000, received at 1,200, answered with 100: coordinator − agent is in [900, 1100].
  const ClockFit fit = FitClock({{IntervalOf(1000, 100, 1200)}});
  EXPECT_NEAR(fit.At(100).offset_ns, 1000, 1);
  EXPECT_NEAR(fit.At(100).bound_ns, 100, 2);
  EXPECT_EQ(fit.residual_ns(), 0);
  EXPECT_FALSE(fit.piecewise());
}

TEST(ClockFit, BoundGrowsByTheLargestDriftAwayFromTheExchanges) {
  const ClockFit fit = FitClock({{IntervalOf(1000, 100, 1200)}});
  // 10 s later: ± (100 ns + 10 s · 500 ppm).
  EXPECT_NEAR(fit.At(100 + 10 * kSecond).bound_ns, 100 + 5'000'000, 3);
}

TEST(ClockFit, TightestIntervalsDecide) {
  // The second interval [950, 960] lies inside the first [900, 1100] at nearly the same time.
  const ClockFit fit = FitClock({{{0, 900, 1100}, {1, 950, 960}}});
  EXPECT_NEAR(fit.At(1).offset_ns, 955, 1);
  EXPECT_NEAR(fit.At(1).bound_ns, 5, 2);
}

TEST(ClockFit, FindsTheDrift) {
  // Offset 0 at 0 s and 1,000,000 ns at 10 s, both exact: 100 ppm.
  const ClockFit fit = FitClock({{{0, 0, 0}, {10 * kSecond, 1'000'000, 1'000'000}}});
  EXPECT_NEAR(fit.drift_ppm(), 100, 1e-6);
  EXPECT_NEAR(fit.At(5 * kSecond).offset_ns, 500'000, 1);
  EXPECT_LE(fit.At(5 * kSecond).bound_ns, 3);
}

TEST(ClockFit, TrueOffsetIsAlwaysInsideTheBound) {
  Rng rng(1, "clock_fit_test");
  for (int round = 0; round < 300; ++round) {
    const TrueClock clock{static_cast<int64_t>(rng.Next() >> 4) - (int64_t{1} << 59), (rng.Uniform() - 0.5) * 900e-6};
    const int64_t first_ns = static_cast<int64_t>(rng.Below(1u << 30)) * 1000;
    const int count = 1 + static_cast<int>(rng.Below(200));
    const std::vector<ClockInterval> exchanges = Exchanges(clock, first_ns, count, 1 + rng.Below(5'000'000), rng);
    const ClockFit fit = FitClock(exchanges);
    EXPECT_FALSE(fit.piecewise());
    EXPECT_EQ(fit.residual_ns(), 0);
    for (int sample = -10; sample < count + 10; ++sample) {
      const int64_t agent_ns = first_ns + sample * kSecond + static_cast<int64_t>(rng.Below(kSecond));
      const OffsetBound bound = fit.At(agent_ns);
      ASSERT_LE(std::abs(bound.offset_ns - clock.OffsetAt(agent_ns)), bound.bound_ns) << round << " at " << sample;
    }
  }
}

TEST(ClockFit, MoreExchangesNeverWidenTheBoundAtAnExchange) {
  Rng rng(2, "clock_fit_test");
  const std::vector<ClockInterval> exchanges = Exchanges({5'000'000, 30e-6}, 0, 100, 1'000'000, rng);
  int64_t before = FitClock({exchanges.data(), 1}).At(0).bound_ns;
  for (size_t n = 2; n <= exchanges.size(); ++n) {
    const int64_t now = FitClock({exchanges.data(), n}).At(0).bound_ns;
    EXPECT_LE(now, before + 1);
    before = now;
  }
}

TEST(ClockFit, OrderOfExchangesDoesNotMatter) {
  Rng rng(3, "clock_fit_test");
  std::vector<ClockInterval> exchanges = Exchanges({-77, -200e-6}, kSecond, 50, 100'000, rng);
  const ClockFit forward = FitClock(exchanges);
  std::reverse(exchanges.begin(), exchanges.end());
  const ClockFit backward = FitClock(exchanges);
  for (int64_t t = 0; t < 60 * kSecond; t += kSecond) {
    EXPECT_EQ(forward.At(t).offset_ns, backward.At(t).offset_ns);
    EXPECT_EQ(forward.At(t).bound_ns, backward.At(t).bound_ns);
  }
}

TEST(ClockFit, ToAgentUndoesToCoordinator) {
  Rng rng(4, "clock_fit_test");
  const ClockFit fit = FitClock(Exchanges({123'456'789'012, 400e-6}, 0, 30, 10'000, rng));
  for (int64_t t = 0; t < 40 * kSecond; t += kSecond / 3) EXPECT_NEAR(fit.ToAgent(fit.ToCoordinator(t)), t, 1);
}

TEST(ClockFit, ClockThatStepsIsFittedPieceByPiece) {
  Rng rng(5, "clock_fit_test");
  const TrueClock before{0, 0}, after{50'000'000, 0};  // 50 ms, at 120 s
  std::vector<ClockInterval> exchanges = Exchanges(before, 0, 120, 1000, rng);
  for (const ClockInterval& interval : Exchanges(after, 120 * kSecond, 60, 1000, rng)) exchanges.push_back(interval);
  const ClockFit fit = FitClock(exchanges);
  EXPECT_TRUE(fit.piecewise());
  // The best single line still misses some interval by milliseconds.
  EXPECT_GT(fit.residual_ns(), 1'000'000);
  for (int64_t t = 0; t < 180 * kSecond; t += kSecond / 2) {
    const OffsetBound bound = fit.At(t);
    EXPECT_LT(bound.bound_ns, 600'000) << t;
    EXPECT_LE(std::abs(bound.offset_ns - (t < 120 * kSecond ? before : after).OffsetAt(t)), bound.bound_ns) << t;
  }
}

TEST(ClockFit, ContradictionWithinAMinuteIsTheResidual) {
  // [0, 10] and [110, 120] at once: the best offset, 60, violates both by 50.
  const ClockFit fit = FitClock({{{1000, 0, 10}, {1000, 110, 120}}});
  EXPECT_FALSE(fit.piecewise());
  EXPECT_EQ(fit.residual_ns(), 50);
  EXPECT_EQ(fit.At(1000).offset_ns, 60);
  EXPECT_GE(fit.At(1000).bound_ns, 50);
}

}  // namespace
}  // namespace barrage
