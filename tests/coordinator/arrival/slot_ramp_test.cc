#include "coordinator/arrival/slot_ramp.h"

#include <cmath>
#include <cstdint>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

LoadPlan Ramp(int64_t slots, double seconds) {
  LoadPlan load;
  load.concurrency = slots;
  load.concurrency_ramp = absl::Seconds(seconds);
  return load;
}

TEST(SlotRamp, RisesFromOneToAllAtEvenDistances) {
  const LoadPlan load = Ramp(5, 30);
  for (int64_t slot = 0; slot < 5; ++slot) EXPECT_EQ(SlotOpensNs(load, slot), slot * 7'500'000'000);
}

TEST(SlotRamp, WithoutARampAllOpenAtT0) {
  LoadPlan load = Ramp(5, 30);
  load.concurrency_ramp.reset();
  EXPECT_EQ(SlotOpensNs(load, 4), 0);
  EXPECT_EQ(SlotOpensNs(Ramp(1, 30), 0), 0);
}

// The open slots' integral over the ramp is that of a straight line from 0 to C, C · D / 2, for any C.
TEST(SlotRamp, HoldsTheIntegralOfALine) {
  for (const int64_t slots : {2, 3, 10, 1000, 100'000}) {
    const LoadPlan load = Ramp(slots, 60);
    double open_s = 0;
    for (int64_t slot = 0; slot < slots; ++slot) open_s += 60 - static_cast<double>(SlotOpensNs(load, slot)) / 1e9;
    EXPECT_NEAR(open_s, static_cast<double>(slots) * 30, 1e-3) << slots;
  }
}

}  // namespace
}  // namespace barrage
