#include "agent/loop/loop_meter.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int64_t kMs = 1'000'000;

TEST(LoopMeterTest, BusyIsWhatIsNotWaited) {
  LoopMeter meter(0);
  meter.Waited(2 * kMs, 8 * kMs, true);   // busy 2, waited 6
  meter.Waited(9 * kMs, 10 * kMs, true);  // busy 1, waited 1
  const LoopMeter::Reading reading = meter.Take(10 * kMs);
  EXPECT_EQ(reading.span_ns, 10 * kMs);
  EXPECT_EQ(reading.busy_ns, 3 * kMs);
  EXPECT_EQ(meter.Take(10 * kMs).span_ns, 0);
}

TEST(LoopMeterTest, WhatWakesTheLoopWasReadyWhenItWoke) {
  LoopMeter meter(0);
  meter.Waited(1 * kMs, 5 * kMs, true);
  EXPECT_EQ(meter.ready_since_ns(), 5 * kMs);
}

TEST(LoopMeterTest, WhatIsReadyWithoutAWaitMayBeAsOldAsThePreviousReturn) {
  LoopMeter meter(0);
  meter.Waited(1 * kMs, 5 * kMs, true);
  meter.Waited(9 * kMs, 9 * kMs + 500, true);
  EXPECT_EQ(meter.ready_since_ns(), 5 * kMs);
}

TEST(LoopMeterTest, WhatDidNotFitInTheBatchKeepsItsAge) {
  LoopMeter meter(0);
  meter.Waited(1 * kMs, 5 * kMs, false);
  meter.Waited(9 * kMs, 9 * kMs + 500, true);
  EXPECT_EQ(meter.ready_since_ns(), 5 * kMs);
}

TEST(LoopMeterTest, MarksGaps) {
  LoopMeter meter(0);
  meter.Waited(1 * kMs, 25 * kMs, true);
  meter.Waited(26 * kMs, 125 * kMs, true);  // exactly 100 ms later: none
  meter.Waited(126 * kMs, 1126 * kMs, true);
  const LoopMeter::Reading reading = meter.Take(1126 * kMs);
  ASSERT_EQ(reading.gaps.size(), 1u);
  EXPECT_EQ(reading.gaps[0].from_ns, 125 * kMs);
  EXPECT_EQ(reading.gaps[0].to_ns, 1126 * kMs);
  EXPECT_TRUE(meter.Take(1126 * kMs).gaps.empty());
}

TEST(LoopMeterTest, KeepsTheLargestLateness) {
  LoopMeter meter(0);
  meter.AddLateness(10);
  meter.AddLateness(300);
  meter.AddLateness(-5);
  const LoopMeter::Reading reading = meter.Take(1);
  EXPECT_EQ(reading.lateness_max_ns, 300);
  EXPECT_EQ(reading.lateness.total(), 3u);
  EXPECT_EQ(meter.Take(1).lateness_max_ns, 0);
}

}  // namespace
}  // namespace barrage
