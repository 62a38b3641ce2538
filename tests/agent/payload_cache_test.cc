#include "agent/payload_cache.h"

#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

wire::PayloadPiece PieceOf(uint64_t id, std::string data, bool last) {
  wire::PayloadPiece piece;
  piece.set_payload_id(id);
  piece.set_data(std::move(data));
  piece.set_last(last);
  return piece;
}

TEST(PayloadCache, RefusesWhatIsNoPayload) {
  PayloadCache cache;
  EXPECT_EQ(cache.Add(PieceOf(1, "\xff\xff", true)), absl::InvalidArgumentError("payload 1 is malformed"));
  wire::Payload other;
  other.set_id(2);
  EXPECT_EQ(cache.Add(PieceOf(1, other.SerializeAsString(), true)).message(), "payload 1 is malformed");
  EXPECT_EQ(cache.size(), 0u);
}

TEST(PayloadCache, RefusesAPayloadAbove64MiB) {
  PayloadCache cache;
  const std::string piece(32 << 20, 'x');
  EXPECT_TRUE(cache.Add(PieceOf(1, piece, false)).ok());
  EXPECT_TRUE(cache.Add(PieceOf(1, piece, false)).ok());
  EXPECT_EQ(cache.Add(PieceOf(1, "x", false)).message(), "payload 1 is above 64 MiB");
}

TEST(PayloadCache, SharesOnePayloadAmongRequests) {
  PayloadCache cache;
  wire::Payload payload;
  payload.set_id(1);
  payload.set_last_use_index(5);
  ASSERT_TRUE(cache.Add(PieceOf(1, payload.SerializeAsString(), true)).ok());
  wire::ScheduledRequest request;
  request.set_payload_id(1);
  request.set_index(4);
  const auto first = cache.Use(request).value();
  request.set_index(5);
  EXPECT_EQ(cache.Use(request).value(), first);
  EXPECT_EQ(cache.size(), 0u);
  EXPECT_EQ(cache.Use(request).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace barrage
