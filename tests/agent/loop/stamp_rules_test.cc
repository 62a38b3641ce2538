#include "agent/loop/stamp_rules.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int64_t kOffset = 1'700'000'000'000'000'000;  // REALTIME − MONOTONIC
constexpr int64_t kRead = 5'000'000'000;

// Stamped 30 µs before the read; the socket was empty 20 ms before.
StampEvidence Good() {
  return {.kernel_wall_ns = kRead - 30'000 + kOffset,
          .wall_offset_ns = kOffset,
          .earlier_wall_offset_ns = kOffset,
          .read_ns = kRead,
          .drained_ns = kRead - 20'000'000};
}

TEST(StampRulesTest, RebasesToMonotonic) { EXPECT_EQ(MonotonicStamp(Good()), kRead - 30'000); }

TEST(StampRulesTest, RefusesWhenTheWallClockStepped) {
  StampEvidence evidence = Good();
  evidence.earlier_wall_offset_ns = kOffset - 50'001;
  EXPECT_EQ(MonotonicStamp(evidence), std::nullopt);
  evidence.earlier_wall_offset_ns = kOffset + 50'000;
  EXPECT_EQ(MonotonicStamp(evidence), kRead - 30'000);
}

TEST(StampRulesTest, RefusesAStampOfBeforeTheSocketWasEmpty) {
  StampEvidence evidence = Good();
  evidence.kernel_wall_ns = evidence.drained_ns - 1'000'001 + kOffset;
  EXPECT_EQ(MonotonicStamp(evidence), std::nullopt);
  evidence.kernel_wall_ns += 1;
  EXPECT_TRUE(MonotonicStamp(evidence).has_value());
}

TEST(StampRulesTest, AStampIsNeverAfterItsRead) {
  StampEvidence evidence = Good();
  evidence.kernel_wall_ns = kRead + 50'000 + kOffset;
  EXPECT_EQ(MonotonicStamp(evidence), kRead);
  evidence.kernel_wall_ns += 1;
  EXPECT_EQ(MonotonicStamp(evidence), std::nullopt);
}

}  // namespace
}  // namespace barrage
