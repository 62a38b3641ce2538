#include "agent/dealer.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::ElementsAre;

std::vector<uint32_t> Deal(Dealer& dealer, int requests) {
  std::vector<uint32_t> loops;
  for (int i = 0; i < requests; ++i) loops.push_back(dealer.Deal(wire::ScheduledRequest()));
  return loops;
}

TEST(Dealer, DealsInTurnWithoutSlots) {
  Dealer dealer(3, 0);
  EXPECT_THAT(Deal(dealer, 7), ElementsAre(0, 1, 2, 0, 1, 2, 0));
}

TEST(Dealer, GivesEachRequestToTheLoopOfItsSlot) {
  // Slots 0 … 4 belong to loops 0 1 2 0 1.
  Dealer dealer(3, 5);
  EXPECT_THAT(Deal(dealer, 7), ElementsAre(0, 1, 2, 0, 1, 0, 1));
}

TEST(Dealer, GivesNothingToALoopWithoutASlot) {
  Dealer dealer(4, 2);
  EXPECT_THAT(Deal(dealer, 5), ElementsAre(0, 1, 0, 1, 0));
}

TEST(Dealer, KeepsASessionOnOneLoop) {
  Dealer dealer(2, 0);
  wire::ScheduledRequest first, second;
  first.set_session(10);
  second.set_session(11);
  EXPECT_EQ(dealer.Deal(first), 0u);
  EXPECT_EQ(dealer.Deal(second), 1u);
  EXPECT_EQ(dealer.Deal(first), 0u);
  EXPECT_EQ(dealer.Deal(first), 0u);
  EXPECT_EQ(dealer.Deal(second), 1u);
  EXPECT_EQ(dealer.Deal(wire::ScheduledRequest()), 0u);  // a session counts as one request
}

}  // namespace
}  // namespace barrage
