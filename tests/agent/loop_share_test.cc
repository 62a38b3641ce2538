#include "agent/loop_share.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ShareOf, SumsUpToTheWhole) {
  for (uint32_t total = 0; total < 20; ++total) {
    for (uint32_t loops = 1; loops < 8; ++loops) {
      uint32_t sum = 0;
      for (uint32_t loop = 0; loop < loops; ++loop) sum += ShareOf(total, loop, loops);
      EXPECT_EQ(sum, total);
    }
  }
  EXPECT_EQ(ShareOf(5, 0, 3), 2u);
  EXPECT_EQ(ShareOf(5, 2, 3), 1u);
}

TEST(LoopsFor, AreNoMoreThanStreamsAndAtLeastOne) {
  wire::RunSetup setup;
  EXPECT_EQ(LoopsFor(setup, 4), 1u);
  setup.set_expected_streams(3);
  EXPECT_EQ(LoopsFor(setup, 4), 3u);
  EXPECT_EQ(LoopsFor(setup, 2), 2u);
  EXPECT_EQ(LoopsFor(setup, 0), 1u);
}

TEST(WarmConnectionsOf, TryEachTlsTargetOnceWhereNoneAreKeptWarm) {
  wire::RunSetup setup;
  setup.add_urls("http://a");
  setup.add_urls("http://b");
  EXPECT_EQ(WarmConnectionsOf(setup, 0, 2), 0u);
  setup.set_urls(1, "https://b");
  EXPECT_EQ(WarmConnectionsOf(setup, 0, 2), 2u);
  EXPECT_EQ(WarmConnectionsOf(setup, 1, 2), 0u);
  setup.set_warm_connections(7);
  EXPECT_EQ(WarmConnectionsOf(setup, 0, 2), 4u);
  EXPECT_EQ(WarmConnectionsOf(setup, 1, 2), 3u);
}

TEST(StartOrderOf, CountsLimitsFromTheStartAndTakesTheLoopsOwnSlots) {
  wire::Start start;
  start.set_phase(2);
  start.set_t0_ns(1000);
  start.set_dispatch_until_ns(50);
  start.set_slots(5);
  for (const int64_t opens_ns : {0, 10, 20, 30, 40}) start.add_slot_opens_ns(opens_ns);
  const StartOrder order = StartOrderOf(start, 1, 2);
  EXPECT_EQ(order.phase, 2u);
  EXPECT_EQ(order.t0_ns, 1000);
  EXPECT_EQ(order.dispatch_until_ns, 1050);
  EXPECT_EQ(order.cut_at_ns, 0);  // no such limit
  EXPECT_EQ(order.slots, 2u);
  EXPECT_THAT(order.slot_opens_ns, ElementsAre(10, 30));
  EXPECT_FALSE(order.single_slots);

  start.set_cut_at_ns(70);
  start.set_single_slots(true);
  start.clear_slot_opens_ns();
  EXPECT_EQ(StartOrderOf(start, 0, 2).cut_at_ns, 1070);
  EXPECT_TRUE(StartOrderOf(start, 0, 2).single_slots);
  EXPECT_THAT(StartOrderOf(start, 0, 2).slot_opens_ns, IsEmpty());
}

}  // namespace
}  // namespace barrage
