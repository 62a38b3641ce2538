#include "coordinator/fleet/look_ahead.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

TEST(LookAhead, AtLeastSoManyASlot) {
  const LookAhead ahead(3, 2, false);
  EXPECT_EQ(ahead.MayGrant(0, 0), 6);
  EXPECT_EQ(ahead.MayGrant(0, 4), 2);
  EXPECT_EQ(ahead.MayGrant(0, 9), 0);
}

TEST(LookAhead, ReachesAsFarAsTheSlotsWentInTenSeconds) {
  LookAhead ahead(1, 2, false);
  ahead.Start(100 * kSecond);
  // Five a second.
  for (int64_t second = 1; second <= 30; ++second) ahead.Used((100 + second) * kSecond, 5 * second);
  // 150 used, 50 of them in the last 10 s: up to 200 may be granted.
  EXPECT_EQ(ahead.MayGrant(130 * kSecond, 150), 50);
  EXPECT_EQ(ahead.MayGrant(130 * kSecond, 190), 10);
}

TEST(LookAhead, AYoungPhaseReachesOnlyAsFarAsItWent) {
  LookAhead ahead(1, 2, false);
  ahead.Start(0);
  ahead.Used(kSecond, 20);
  EXPECT_EQ(ahead.MayGrant(kSecond, 20), 20);
}

TEST(LookAhead, ExtrapolatedItReachesAsFarAsTheRateSays) {
  LookAhead ahead(1, 2, true);
  ahead.Start(0);
  ahead.Used(kSecond, 21);  // the first filled the slot, then 20 a second
  EXPECT_EQ(ahead.MayGrant(kSecond, 21), 200);
  // Less than 0.1 s says nothing of a rate: 4 in 0.1 s are 400 in 10 s.
  LookAhead younger(1, 2, true);
  younger.Start(0);
  younger.Used(1000, 5);
  EXPECT_EQ(younger.MayGrant(1000, 5), 400);
}

TEST(LookAhead, FillingTheSlotsIsNoRate) {
  LookAhead ahead(2000, 2, true);
  ahead.Start(0);
  ahead.Used(kSecond / 5, 2000);
  EXPECT_EQ(ahead.MayGrant(kSecond / 5, 2000), 4000);
  ahead.Used(2 * kSecond, 3000);  // 1,000 more in 2 s: 5,000 in 10 s
  EXPECT_EQ(ahead.MayGrant(2 * kSecond, 3000), 5000);
}

TEST(LookAhead, TotalsThatFallAreIgnored) {
  LookAhead ahead(1, 2, false);
  ahead.Start(0);
  ahead.Used(kSecond, 5);
  ahead.Used(2 * kSecond, 3);
  EXPECT_EQ(ahead.used(), 5);
}

TEST(LookAhead, MoreSlotsReachFarther) {
  LookAhead ahead(1, 2, false);
  ahead.Start(0);
  ahead.Used(kSecond, 1);
  ahead.AddSlots(3);
  EXPECT_EQ(ahead.MayGrant(kSecond, 1), 8);
}

}  // namespace
}  // namespace barrage
