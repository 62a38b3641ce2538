#include "coordinator/metrics/common_axis.h"

#include <gtest/gtest.h>

#include "tests/fakes/vector_run_log.h"

namespace barrage {
namespace {

TEST(CommonAxisTest, PlacesAgentsByTheirExchanges) {
  VectorRunLog log(2);
  for (wire::ClockExchange& exchange : log.edit().clocks) {
    if (exchange.agent() != 1) continue;
    exchange.set_coordinator_sent_ns(exchange.agent_ns() + 5'000 - 100);
    exchange.set_coordinator_received_ns(exchange.agent_ns() + 5'000 + 300);
  }
  const CommonAxis axis(log.facts());
  EXPECT_EQ(axis.ToCommon(0, kTestT0Ns), kTestT0Ns);
  // The interval is [4900, 5300]: its middle is 5100 ± 200.
  EXPECT_NEAR(static_cast<double>(axis.ToCommon(1, kTestT0Ns)), kTestT0Ns + 5'100, 1);
  EXPECT_NEAR(static_cast<double>(axis.Describe(1).bound_ns), 200, 60);
  EXPECT_EQ(axis.Describe(1).exchanges, 61);
  EXPECT_FALSE(axis.Describe(1).piecewise);
  EXPECT_NEAR(static_cast<double>(axis.ToAgent(1, axis.ToCommon(1, 7'000'000))), 7'000'000, 1);
}

TEST(CommonAxisTest, TellsHowTheClocksStoodBeforeDuringAndAfter) {
  VectorRunLog log;
  log.edit().clocks.clear();
  // 8 before, one a second during, none after; the agent's clock gains 1 µs a second on the coordinator's.
  for (int64_t i = 0; i < 18; ++i) {
    const int64_t at_ns = i < 8 ? i * kNsPerMs : (i - 7) * 1'000'000'000;
    log.AddExchange(0, at_ns, 0);
    wire::ClockExchange& exchange = log.edit().clocks.back();
    exchange.set_coordinator_sent_ns(at_ns - at_ns / 1'000'000);
    exchange.set_coordinator_received_ns(at_ns - at_ns / 1'000'000);
    exchange.set_stage(i < 8 ? wire::ClockExchange::BEFORE : wire::ClockExchange::DURING);
  }
  const ClockSummary clock = CommonAxis(log.facts()).Describe(0);
  ASSERT_TRUE(clock.before && clock.during);
  EXPECT_EQ(clock.before->exchanges, 8);
  // Whole microseconds of exchanges leave the line some room.
  EXPECT_NEAR(static_cast<double>(clock.before->offset_ns), 0, 10);
  EXPECT_EQ(clock.during->exchanges, 10);
  EXPECT_NEAR(static_cast<double>(clock.during->offset_ns), -10'000, 10);
  EXPECT_FALSE(clock.after.has_value());
}

TEST(CommonAxisTest, WithoutExchangesTheT0OfTheAgentStands) {
  VectorRunLog log;
  log.edit().clocks.clear();
  log.edit().phases[0].set_agent_t0_ns(0, 400);
  const CommonAxis axis(log.facts());
  EXPECT_EQ(axis.ToCommon(0, 410), kTestT0Ns + 10);
  EXPECT_EQ(axis.ToAgent(0, kTestT0Ns + 10), 410);
  EXPECT_EQ(axis.Describe(0).exchanges, 0);
}

TEST(CommonAxisTest, TheMeasuredPhaseGivesT0) {
  VectorRunLog log;
  wire::PhaseStart warmup;
  warmup.set_warmup(true);
  warmup.set_t0_ns(5);
  log.edit().phases.push_back(warmup);
  EXPECT_EQ(CommonAxis(log.facts()).t0_ns(), kTestT0Ns);
  log.edit().phases.clear();
  EXPECT_EQ(CommonAxis(log.facts()).t0_ns(), kTestT0Ns - 500 * kNsPerMs);
}

TEST(CommonAxisTest, WallTimeCountsFromTheHeader) {
  VectorRunLog log;
  EXPECT_EQ(CommonAxis(log.facts()).ToWall(kTestT0Ns), 1'700'000'000'000'000'000 + 500 * kNsPerMs);
}

TEST(CommonAxisTest, SurvivesAgentsThatCannotBe) {
  VectorRunLog log;
  log.AddExchange(4'000'000'000u, 0, 0);
  const CommonAxis axis(log.facts());
  EXPECT_EQ(axis.ToCommon(77, 5), 5);
  EXPECT_EQ(axis.Describe(77).bound_ns, 0);
}

}  // namespace
}  // namespace barrage
