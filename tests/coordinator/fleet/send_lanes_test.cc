#include "coordinator/fleet/send_lanes.h"

#include <chrono>
#include <cstdint>
#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr std::chrono::seconds kLong(10);

Outgoing Ack(uint64_t sequence) {
  Outgoing outgoing;
  outgoing.message.mutable_ack()->set_sequence(sequence);
  return outgoing;
}

Outgoing Slice(uint32_t phase) {
  Outgoing outgoing;
  outgoing.message.mutable_slice()->set_phase(phase);
  return outgoing;
}

TEST(SendLanes, ControlPassesBulkAndEachLaneKeepsItsOrder) {
  SendLanes lanes;
  lanes.AddBulk(Slice(1));
  lanes.AddBulk(Slice(2));
  lanes.AddControl(Ack(1));
  lanes.AddControl(Ack(2));
  EXPECT_EQ(lanes.Take(kLong)->message.ack().sequence(), 1u);
  EXPECT_EQ(lanes.Take(kLong)->message.ack().sequence(), 2u);
  EXPECT_EQ(lanes.Take(kLong)->message.slice().phase(), 1u);
  EXPECT_EQ(lanes.Take(kLong)->message.slice().phase(), 2u);
}

TEST(SendLanes, DroppedSlicesAndPayloadsDoNotTakeTheRestWithThem) {
  SendLanes lanes;
  Outgoing payload, end;
  payload.message.mutable_payload();
  end.message.mutable_end_run();
  lanes.AddBulk(payload);
  lanes.AddBulk(Slice(1));
  lanes.AddBulk(end);
  lanes.DropBulk();
  EXPECT_TRUE(lanes.Take(kLong)->message.has_end_run());
  EXPECT_FALSE(lanes.Take(std::chrono::seconds(0)).has_value());
}

TEST(SendLanes, HasNoRoomWhileFourMebibytesWait) {
  SendLanes lanes;
  Outgoing large;
  large.message.mutable_payload()->set_data(std::string(4 << 20, 'x'));
  EXPECT_TRUE(lanes.HasRoom());
  lanes.AddBulk(large);
  EXPECT_FALSE(lanes.HasRoom());
  lanes.Take(kLong);
  EXPECT_TRUE(lanes.HasRoom());
}

TEST(SendLanes, AnAgentThatReadsNothingIsNoticed) {
  SendLanes lanes;
  for (uint64_t i = 0; i < 4096; ++i) EXPECT_TRUE(lanes.AddControl(Ack(i)));
  EXPECT_FALSE(lanes.AddControl(Ack(4096)));
}

TEST(SendLanes, ClosedTheyTakeAndGiveNothing) {
  SendLanes lanes;
  lanes.AddControl(Ack(1));
  lanes.Close();
  EXPECT_TRUE(lanes.closed());
  EXPECT_FALSE(lanes.AddControl(Ack(2)));
  EXPECT_FALSE(lanes.AddBulk(Slice(1)));
  EXPECT_FALSE(lanes.Take(kLong).has_value());
}

}  // namespace
}  // namespace barrage
