#include "coordinator/fleet/payload_ledger.h"

#include <cstdint>
#include <limits>
#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int64_t kLongUse = std::numeric_limits<int64_t>::max();

wire::Payload PayloadOf(uint64_t id, int64_t last_use) {
  wire::Payload payload;
  payload.set_id(id);
  payload.set_last_use_index(last_use);
  return payload;
}

TEST(PayloadLedger, WhatIsUsedAgainTravelsOnceAndStays) {
  PayloadLedger ledger(1000);
  wire::Payload payload = PayloadOf(7, 90);
  ledger.Sent(payload, 100, 10, 1);
  EXPECT_TRUE(ledger.Holds(7));
  // Request 90 may be another agent's: this one must not wait for it.
  EXPECT_EQ(payload.last_use_index(), kLongUse);
  ledger.Used(1);
  EXPECT_EQ(ledger.bytes(), 100u);
}

TEST(PayloadLedger, WhatIsUsedOnceIsForgottenAfterIt) {
  PayloadLedger ledger(1000);
  wire::Payload payload = PayloadOf(7, 10);
  ledger.Sent(payload, 100, 10, 5);
  EXPECT_FALSE(ledger.Holds(7));
  EXPECT_EQ(payload.last_use_index(), 10);
  ledger.Used(4);
  EXPECT_EQ(ledger.bytes(), 100u);
  ledger.Used(5);
  EXPECT_EQ(ledger.bytes(), 0u);
}

TEST(PayloadLedger, BeyondHalfTheRoomNothingIsKept) {
  PayloadLedger ledger(1000);
  wire::Payload first = PayloadOf(1, kLongUse), second = PayloadOf(2, kLongUse);
  ledger.Sent(first, 500, 0, 1);
  ledger.Sent(second, 1, 1, 2);
  EXPECT_TRUE(ledger.Holds(1));
  EXPECT_FALSE(ledger.Holds(2));
  EXPECT_EQ(second.last_use_index(), 1);
}

TEST(PayloadLedger, WhenFullOneRequestAtLeastGoes) {
  PayloadLedger ledger(1000);
  EXPECT_TRUE(ledger.HasRoom(5000));
  wire::Payload payload = PayloadOf(1, 0);
  ledger.Sent(payload, 900, 0, 1);
  EXPECT_FALSE(ledger.HasRoom(101));
  EXPECT_TRUE(ledger.HasRoom(100));
  ledger.Used(1);
  EXPECT_TRUE(ledger.HasRoom(5000));
}

TEST(PiecesOf, CutAtOneMebibyteAndPutTogetherAgain) {
  for (const size_t size : {size_t{0}, size_t{1}, (size_t{1} << 20) - 20, size_t{1} << 20, size_t{3} << 20}) {
    wire::Payload payload = PayloadOf(9, 0);
    payload.set_prompt(std::string(size, 'x'));
    std::string bytes;
    const auto pieces = PiecesOf(payload);
    for (size_t i = 0; i < pieces.size(); ++i) {
      EXPECT_EQ(pieces[i].payload_id(), 9u);
      EXPECT_LE(pieces[i].data().size(), size_t{1} << 20);
      EXPECT_EQ(pieces[i].last(), i + 1 == pieces.size());
      bytes += pieces[i].data();
    }
    wire::Payload again;
    ASSERT_TRUE(again.ParseFromString(bytes));
    EXPECT_EQ(again.prompt().size(), size);
  }
}

}  // namespace
}  // namespace barrage
