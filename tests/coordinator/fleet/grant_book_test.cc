#include "coordinator/fleet/grant_book.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kSecond = 1'000'000'000;

// Request i has offset i seconds.
wire::ScheduleSlice SliceOf(std::vector<int64_t> indices) {
  wire::ScheduleSlice slice;
  for (const int64_t index : indices) {
    wire::ScheduledRequest& request = *slice.add_requests();
    request.set_index(index);
    request.set_offset_ns(index * kSecond);
  }
  return slice;
}

std::vector<int64_t> IndicesOf(const std::vector<wire::ScheduledRequest>& requests) {
  std::vector<int64_t> indices;
  for (const wire::ScheduledRequest& request : requests) indices.push_back(request.index());
  return indices;
}

TEST(GrantBook, SlicesThatDidNotArriveAreSentAgainInOrder) {
  GrantBook book(false);
  EXPECT_EQ(book.Add(SliceOf({0, 1})), 1u);
  EXPECT_EQ(book.Add(SliceOf({2})), 2u);
  EXPECT_EQ(book.Add(SliceOf({3})), 3u);
  book.Written(2);
  EXPECT_FALSE(book.AllWritten());
  const auto after_first = book.NotReceived(1);
  ASSERT_EQ(after_first.size(), 2u);
  EXPECT_EQ(after_first[0].first, 2u);
  EXPECT_EQ(after_first[1].second.requests(0).index(), 3);
  // An agent that does not say has what was written.
  EXPECT_EQ(book.NotReceived(std::nullopt).size(), 1u);
}

TEST(GrantBook, WhatWasUsedHasArrived) {
  GrantBook book(false);
  book.Add(SliceOf({0, 1}));
  book.Add(SliceOf({2, 3}));
  book.Used(2);
  EXPECT_EQ(book.NotReceived(0).size(), 1u);
  book.Used(3);
  EXPECT_EQ(book.NotReceived(0).size(), 1u);
  EXPECT_EQ(book.dealt(), 4u);
}

TEST(GrantBook, OfALostAgentOnlyWhatWasNeverGrantedIsDealtAgain) {
  GrantBook book(true);
  book.Add(SliceOf({0, 2}));
  book.Written(1);
  book.Add(SliceOf({4, 6}));
  book.Dispatched({0});
  EXPECT_THAT(IndicesOf(book.LostRequests(std::nullopt)), ElementsAre(4, 6));
}

TEST(GrantBook, AndInAnOpenLoopWhatIsIntendedAfterItsLease) {
  GrantBook book(true);
  book.Add(SliceOf({0, 2, 4, 6, 8}));
  book.Written(1);
  book.Dispatched({0});
  EXPECT_THAT(IndicesOf(book.LostRequests(4 * kSecond)), ElementsAre(6, 8));
}

TEST(GrantBook, OfOneThatLeftEverythingWithoutARecordIsDealtAgain) {
  GrantBook book(true);
  book.Add(SliceOf({0, 2, 4}));
  book.Written(1);
  book.Dispatched({2});
  EXPECT_THAT(IndicesOf(book.LeftRequests()), ElementsAre(0, 4));
  EXPECT_FALSE(book.AllDispatched());
  book.Dispatched({0, 4});
  EXPECT_TRUE(book.AllDispatched());
}

TEST(GrantBook, KeepsNoRequestsUnlessAsked) {
  GrantBook book(false);
  book.Add(SliceOf({0, 1}));
  EXPECT_THAT(book.LeftRequests(), IsEmpty());
}

TEST(GrantOf, HoldsTheFirstIndexAndDifferences) {
  const wire::Grant grant = GrantOf(3, SliceOf({10, 13, 12}));
  EXPECT_EQ(grant.agent(), 3u);
  EXPECT_THAT(grant.index_deltas(), ElementsAre(10, 3, -1));
}

}  // namespace
}  // namespace barrage
