#include "coordinator/cli/progress_text.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;

FleetProgress Example() {
  FleetProgress progress;
  progress.phase = RunPhase::kMeasuring;
  progress.t0_ns = 1'000'000'000;
  progress.now_ns = 8'500'000'000;  // 7.5 s after t0
  progress.duration_ns = 30'000'000'000;
  progress.expected_agents = 2;
  progress.totals.dispatched = 12'410;
  progress.totals.finished = 12'345;
  progress.totals.in_flight = 64;
  progress.totals.outcomes[static_cast<size_t>(Outcome::kOk) - 1] = 12'340;
  progress.totals.outcomes[static_cast<size_t>(Outcome::kHttpError) - 1] = 3;
  progress.totals.outcomes[static_cast<size_t>(Outcome::kTimeout) - 1] = 2;
  progress.agents = {{"agent-1", MemberState::kConnected, {}}, {"agent-2", MemberState::kDisconnected, {}}};
  return progress;
}

// Code points of UTF-8.
size_t Columns(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

const ProgressRates kRates = {1646.04, 105'346.4};

// The bar is a third of 80 = 26 wide; a quarter of it is 6.
TEST(ProgressLinesTest, FitsEightyColumns) {
  EXPECT_THAT(
      ProgressLines(Example(), kRates, 80),
      ElementsAre("measuring  00:07 of 00:30  [######--------------------] 25 %",
                  "  requests  12,345 done, 64 in flight, 5 failed", "  rates     1646.0 requests/s, 105,346 tokens/s",
                  "  failures  http_error 3, timeout 2", "  agents    1 of 2 connected, agent-2 disconnected"));
}

TEST(ProgressLinesTest, FitsTwoHundredColumns) {
  FleetProgress progress = Example();
  progress.duration_ns.reset();
  progress.scheduled = 24'690;  // half of them are done
  EXPECT_THAT(ProgressLines(progress, kRates, 200),
              ElementsAre("measuring  00:07  [####################--------------------] 50 %",
                          "  requests  12,345 of 24,690 done, 64 in flight, 5 failed",
                          "  rates     1646.0 requests/s, 105,346 tokens/s", "  failures  http_error 3, timeout 2",
                          "  agents    1 of 2 connected, agent-2 disconnected"));
}

TEST(ProgressLinesTest, NeverExceedsTheTerminal) {
  FleetProgress progress = Example();
  for (int i = 0; i < 100; ++i) progress.agents.push_back({"a-very-long-agent-name", MemberState::kLost, {}});
  for (const size_t width : {40u, 80u, 200u}) {
    const auto lines = ProgressLines(progress, kRates, width);
    EXPECT_LE(lines.size(), 6u);
    for (const std::string& line : lines) EXPECT_LE(Columns(line), width) << line;
  }
}

TEST(ProgressLinesTest, SaysWhoIsHereBeforeTheStart) {
  FleetProgress progress;
  progress.expected_agents = 3;
  progress.agents = {{"agent-1", MemberState::kConnected, {}}};
  EXPECT_THAT(ProgressLines(progress, {}, 80), ElementsAre("waiting for agents", "  agents    1 of 3 connected"));
}

TEST(ProgressLineTest, IsOneLine) {
  EXPECT_EQ(ProgressLine(Example(), kRates),
            "measuring 00:07: 12,345 done, 64 in flight, 5 failed, 1646.0 requests/s, 105,346 tokens/s; agents: 1 of 2 "
            "connected, agent-2 disconnected");
}

TEST(ProgressJsonTest, IsOneObject) {
  EXPECT_EQ(ProgressJson(Example(), kRates),
            "{\"phase\":\"measuring\",\"elapsed_s\":7.500,\"dispatched\":12410,\"finished\":12345,\"in_flight\":64,"
            "\"failed\":5,\"requests_per_s\":1646.040,\"tokens_per_s\":105346.400,\"agents\":2}");
}

TEST(RateMeterTest, MeasuresTheLastThreeSeconds) {
  RateMeter meter;
  EXPECT_EQ(meter.Update(0, 0, 0).requests_per_s, 0);
  EXPECT_EQ(meter.Update(1'000'000'000, 10, 100).requests_per_s, 10);
  for (int64_t s = 2; s <= 4; ++s) meter.Update(s * 1'000'000'000, 10 + 20 * (s - 1), 100);
  // Since second 1: 60 requests in 3 s.
  const ProgressRates rates = meter.Update(4'000'000'000, 70, 100);
  EXPECT_EQ(rates.requests_per_s, 20);
  EXPECT_EQ(rates.tokens_per_s, 0);
}

TEST(RateMeterTest, StartsAnewWhenACounterGoesBack) {
  RateMeter meter;
  meter.Update(0, 100, 100);
  EXPECT_EQ(meter.Update(1'000'000'000, 5, 5).requests_per_s, 0);
  EXPECT_EQ(meter.Update(2'000'000'000, 15, 5).requests_per_s, 10);
}

}  // namespace
}  // namespace barrage
