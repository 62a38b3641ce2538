#include "coordinator/fleet/deck.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Requests 0 … count − 1, one each millisecond.
Deck MakeDeck(int64_t count, Sharder sharder) {
  return Deck(
      [next = int64_t{0}, count]() mutable -> std::optional<wire::ScheduledRequest> {
        if (next == count) return std::nullopt;
        wire::ScheduledRequest request;
        request.set_index(next);
        request.set_offset_ns(next * 1'000'000);
        ++next;
        return request;
      },
      sharder);
}

std::vector<int64_t> TakeAll(Deck& deck, int64_t agent) {
  std::vector<int64_t> indices;
  while (deck.Peek(agent) != nullptr) indices.push_back(deck.Take(agent).index());
  return indices;
}

std::vector<int64_t> IndicesOf(const std::vector<wire::ScheduledRequest>& requests) {
  std::vector<int64_t> indices;
  for (const wire::ScheduledRequest& request : requests) indices.push_back(request.index());
  return indices;
}

TEST(Deck, EachAgentTakesItsOwnInOrderHoweverFastTheOthersAre) {
  Deck deck = MakeDeck(9, Sharder(3, std::nullopt));
  EXPECT_THAT(TakeAll(deck, 1), ElementsAre(1, 4, 7));
  EXPECT_THAT(TakeAll(deck, 0), ElementsAre(0, 3, 6));
  EXPECT_THAT(TakeAll(deck, 2), ElementsAre(2, 5, 8));
}

TEST(Deck, AnAgentWithoutSlotsIsNotLookedForInAnEndlessStream) {
  Deck deck(
      [index = int64_t{0}]() mutable -> std::optional<wire::ScheduledRequest> {
        wire::ScheduledRequest request;
        request.set_index(index++);
        return request;
      },
      Sharder(3, 2));
  EXPECT_EQ(deck.Peek(2), nullptr);
  EXPECT_EQ(deck.Peek(1)->index(), 1);
}

TEST(Deck, WithoutHeirsAGoneAgentsShareIsDropped) {
  Deck deck = MakeDeck(6, Sharder(2, std::nullopt));
  EXPECT_EQ(deck.Peek(0)->index(), 0);
  EXPECT_EQ(deck.Take(0).index(), 0);
  EXPECT_EQ(deck.Peek(0)->index(), 2);  // 1 waits for agent 1
  EXPECT_THAT(IndicesOf(deck.Withdraw(1, {})), ElementsAre(1));
  EXPECT_EQ(deck.Peek(1), nullptr);
  EXPECT_THAT(TakeAll(deck, 0), ElementsAre(2, 4));
}

TEST(Deck, HeirsShareWhatComes) {
  Deck deck = MakeDeck(12, Sharder(3, std::nullopt));
  EXPECT_THAT(deck.Withdraw(0, {1, 2}), IsEmpty());
  // Agent 0's 0, 3, 6, 9 go to 1, 2, 1, 2.
  EXPECT_THAT(TakeAll(deck, 1), ElementsAre(0, 1, 4, 6, 7, 10));
  EXPECT_THAT(TakeAll(deck, 2), ElementsAre(2, 3, 5, 8, 9, 11));
}

TEST(Deck, AnHeirMayGoTooAndNobodyIsForgotten) {
  Deck deck = MakeDeck(9, Sharder(3, std::nullopt));
  deck.Withdraw(0, {1, 2});
  deck.Withdraw(1, {2});
  EXPECT_THAT(TakeAll(deck, 2), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8));
}

TEST(Deck, WhatIsDealtAgainStandsByItsOffset) {
  Deck deck = MakeDeck(6, Sharder(2, std::nullopt));
  EXPECT_EQ(deck.Peek(1)->index(), 1);
  const wire::ScheduledRequest early = deck.Take(1);
  EXPECT_EQ(deck.Peek(0)->index(), 0);
  EXPECT_EQ(deck.Take(0).index(), 0);
  EXPECT_EQ(deck.Peek(0)->index(), 2);
  deck.DealAgain({early}, {0});
  EXPECT_THAT(TakeAll(deck, 0), ElementsAre(1, 2, 4));
}

TEST(Deck, AHeirWithoutAShareOfItsOwnIsServed) {
  Deck deck = MakeDeck(4, Sharder(2, 1));  // one slot, agent 0's
  EXPECT_EQ(deck.Peek(1), nullptr);
  EXPECT_THAT(deck.Withdraw(0, {1}), IsEmpty());
  EXPECT_THAT(TakeAll(deck, 1), ElementsAre(0, 1, 2, 3));
}

}  // namespace
}  // namespace barrage
