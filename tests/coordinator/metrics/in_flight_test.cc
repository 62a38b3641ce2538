#include "coordinator/metrics/in_flight.h"

#include <gtest/gtest.h>

namespace barrage {
namespace {

// Two slots: [0, 10) [10, 30) and [5, 20).
InFlight TwoSlots() {
  InFlight in_flight;
  in_flight.Add(10, 30);
  in_flight.Add(0, 10);
  in_flight.Add(5, 20);
  in_flight.Seal();
  return in_flight;
}

TEST(InFlightTest, WeighsByTime) {
  // 10 + 20 + 15 = 45 request-ns over 30 ns.
  EXPECT_EQ(TwoSlots().Over(0, 30).mean, 1.5);
  EXPECT_EQ(TwoSlots().Over(0, 30).max, 2);
}

TEST(InFlightTest, OneThatEndsAsAnotherStartsIsNotCountedTwice) {
  InFlight in_flight;
  in_flight.Add(0, 10);
  in_flight.Add(10, 20);
  in_flight.Seal();
  EXPECT_EQ(in_flight.Over(0, 20).max, 1);
  EXPECT_EQ(in_flight.Over(0, 20).mean, 1);
}

TEST(InFlightTest, LooksIntoAWindow) {
  // [5, 15): 2 all the time. [25, 35): one until 30.
  EXPECT_EQ(TwoSlots().Over(5, 15).mean, 2);
  EXPECT_EQ(TwoSlots().Over(25, 35).mean, 0.5);
  EXPECT_EQ(TwoSlots().Over(25, 35).max, 1);
  EXPECT_EQ(TwoSlots().Over(40, 50).max, 0);
  EXPECT_EQ(TwoSlots().Over(15, 15).mean, 0);
  // At 10 one ends as another starts: the window [10, 30) begins with two.
  EXPECT_EQ(TwoSlots().Over(10, 30).mean, 1.5);
  EXPECT_EQ(TwoSlots().Over(10, 30).max, 2);
}

TEST(InFlightTest, ARequestOfNoLengthNeverRuns) {
  InFlight in_flight;
  in_flight.Add(5, 5);
  in_flight.Add(0, 10);
  in_flight.Seal();
  EXPECT_EQ(in_flight.Over(0, 10).max, 1);
}

TEST(InFlightTest, FindsThePlateau) {
  // Two from 5 to 20, one before and after.
  const auto plateau = TwoSlots().AtLeast(2);
  ASSERT_TRUE(plateau.has_value());
  EXPECT_EQ(plateau->from_ns, 5);
  EXPECT_EQ(plateau->to_ns, 20);
  EXPECT_EQ(plateau->dip_fraction, 0);
  EXPECT_FALSE(TwoSlots().AtLeast(3).has_value());
  EXPECT_FALSE(InFlight().AtLeast(1).has_value());
}

TEST(InFlightTest, DipsInsideThePlateauStayAndAreShown) {
  InFlight in_flight;
  in_flight.Add(0, 100);
  in_flight.Add(10, 40);
  in_flight.Add(60, 90);
  in_flight.Seal();
  // Two in [10, 40) and [60, 90): the plateau is [10, 90), of which [40, 60) is a dip.
  const auto plateau = in_flight.AtLeast(2);
  ASSERT_TRUE(plateau.has_value());
  EXPECT_EQ(plateau->from_ns, 10);
  EXPECT_EQ(plateau->to_ns, 90);
  EXPECT_EQ(plateau->dip_fraction, 0.25);
}

}  // namespace
}  // namespace barrage
