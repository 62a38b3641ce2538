#include "coordinator/arrival/rate_profile.h"

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

RateStage Stage(double from_per_s, double to_per_s, double seconds) {
  return {.from_per_s = from_per_s, .to_per_s = to_per_s, .length = absl::Seconds(seconds)};
}

TEST(RateProfile, ASteadyRateNeverEnds) {
  LoadPlan load;
  load.request_rate = 4;
  const RateProfile profile = RateProfile::Of(load);
  EXPECT_EQ(profile.TimeOf(0), 0);
  EXPECT_EQ(profile.TimeOf(10), 2.5);
  EXPECT_EQ(profile.TimeOf(4e9), 1e9);
}

TEST(RateProfile, ARampIsTheInverseOfItsIntegral) {
  LoadPlan load;
  load.request_rate = 10;
  load.request_rate_ramp = absl::Seconds(20);
  const RateProfile profile = RateProfile::Of(load);
  // N(t) = t²/4 up to t = 20, where it is 100; then 10 a second.
  EXPECT_EQ(profile.TimeOf(0), 0);
  EXPECT_DOUBLE_EQ(profile.TimeOf(25).value(), 10);
  EXPECT_DOUBLE_EQ(profile.TimeOf(81).value(), 18);
  EXPECT_DOUBLE_EQ(profile.TimeOf(100).value(), 20);
  EXPECT_DOUBLE_EQ(profile.TimeOf(150).value(), 25);
}

TEST(RateProfile, StagesFollowEachOtherAndEnd) {
  LoadPlan load;
  load.stages = {Stage(2, 2, 5), Stage(0, 0, 3), Stage(4, 0, 10)};
  const RateProfile profile = RateProfile::Of(load);
  EXPECT_DOUBLE_EQ(profile.TimeOf(9).value(), 4.5);
  // The tenth arrival falls to the end of the first stage, which is outside it; the second has none.
  EXPECT_DOUBLE_EQ(profile.TimeOf(10).value(), 8);
  // Falling: N(t) = 10 + 4t − t²/5; at t = 5 it is 25.
  EXPECT_DOUBLE_EQ(profile.TimeOf(25).value(), 13);
  EXPECT_LT(profile.TimeOf(29.9999).value(), 18);
  EXPECT_EQ(profile.TimeOf(30), std::nullopt);
}

}  // namespace
}  // namespace barrage
