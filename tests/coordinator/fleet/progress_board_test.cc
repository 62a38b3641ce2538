#include "coordinator/fleet/progress_board.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

wire::HealthSample Sample(uint64_t ok, uint64_t connect_error, uint64_t content_events = 0) {
  wire::HealthSample sample;
  for (const OutcomeRow& row : kOutcomes) {
    sample.add_outcomes(row.outcome == Outcome::kOk ? ok : row.outcome == Outcome::kConnectError ? connect_error : 0);
  }
  sample.set_content_events(content_events);
  sample.set_dispatched(ok + connect_error);
  return sample;
}

TEST(ProgressBoard, AddsTheNewestSamplesOfAllAgents) {
  ProgressBoard board;
  board.Update(0, Sample(1, 0), 0);
  board.Update(1, Sample(5, 2), 0);
  board.Update(0, Sample(4, 0), 0);
  EXPECT_EQ(board.totals().of(Outcome::kOk), 9u);
  EXPECT_EQ(board.totals().dispatched, 11u);
}

TEST(ProgressBoard, AGoneAgentHasNothingInFlight) {
  ProgressBoard board;
  wire::HealthSample sample = Sample(5, 0);
  sample.set_in_flight(3);
  board.Update(0, sample, 0);
  board.Update(1, sample, 0);
  board.Gone(1);
  EXPECT_EQ(board.totals().in_flight, 3u);
  EXPECT_EQ(board.totals().of(Outcome::kOk), 10u);
}

TEST(ProgressBoard, TheTargetIsLostAfterTenSilentSecondsAndTwentyFailedConnects) {
  ProgressBoard board;
  board.BeginPhase(0);
  board.Update(0, Sample(3, 5), 4 * kSecond);
  board.Update(0, Sample(3, 24), 13 * kSecond);
  EXPECT_FALSE(board.TargetLost(14 * kSecond)) << "19 failed since the last answer";
  board.Update(0, Sample(3, 25), 13 * kSecond);
  EXPECT_FALSE(board.TargetLost(14 * kSecond - 1)) << "silent for less than 10 s";
  EXPECT_TRUE(board.TargetLost(14 * kSecond));
}

TEST(ProgressBoard, OneAgentThatHearsTheTargetIsEnough) {
  ProgressBoard board;
  board.BeginPhase(0);
  board.Update(0, Sample(0, 100), kSecond);
  board.Update(1, Sample(0, 0, 1), 8 * kSecond);
  board.Update(0, Sample(0, 200), 12 * kSecond);
  EXPECT_FALSE(board.TargetLost(12 * kSecond));
  EXPECT_TRUE(board.TargetLost(18 * kSecond));
}

TEST(ProgressBoard, SilenceWithoutFailedConnectsIsNotLoss) {
  ProgressBoard board;
  board.BeginPhase(0);
  board.Update(0, Sample(3, 0), kSecond);
  EXPECT_FALSE(board.TargetLost(100 * kSecond));
}

TEST(ProgressBoard, ErrorRateCountsFromThePhasesStartAndAfterAHundred) {
  ProgressBoard board;
  board.Update(0, Sample(0, 500), 0);
  board.BeginPhase(0);
  board.Update(0, Sample(90, 509), 0);
  EXPECT_FALSE(board.ErrorRate().has_value()) << "99 have ended";
  board.Update(0, Sample(90, 510), 0);
  ASSERT_TRUE(board.ErrorRate().has_value());
  EXPECT_DOUBLE_EQ(*board.ErrorRate(), 10);
  EXPECT_EQ(board.PhaseTotals().dispatched, 100u);
}

}  // namespace
}  // namespace barrage
