#include "coordinator/metrics/window.h"

#include <gtest/gtest.h>

#include "tests/fakes/vector_run_log.h"

namespace barrage {
namespace {

InFlight Running(const std::vector<std::pair<double, double>>& spans_ms) {
  InFlight in_flight;
  for (const auto& [from, to] : spans_ms) in_flight.Add(RecordBuilder::At(from), RecordBuilder::At(to));
  in_flight.Seal();
  return in_flight;
}

TEST(WindowTest, ReadsChoices) {
  EXPECT_EQ(ReadWindowChoice("whole")->kind, WindowChoice::Kind::kWhole);
  EXPECT_EQ(ReadWindowChoice("steady")->kind, WindowChoice::Kind::kSteady);
  const auto range = ReadWindowChoice("1.5:60");
  ASSERT_TRUE(range.ok());
  EXPECT_EQ(range->from, absl::Milliseconds(1500));
  EXPECT_EQ(range->to, absl::Seconds(60));
  for (const char* text : {"", "steady:", "5:5", "6:5", "-1:5", "a:b", "5", "nan:5", "1:inf"}) {
    EXPECT_EQ(ReadWindowChoice(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(WindowTest, SteadyStateOfAClosedLoopIsWhereAlmostAllSlotsRun) {
  LoadPlan load;
  load.concurrency = 3;  // ⌈0.95·3⌉ = 3
  const auto steady = SteadyWindow(load, Running({{0, 100}, {10, 90}, {20, 80}}), kTestT0Ns);
  ASSERT_TRUE(steady.has_value());
  EXPECT_EQ(steady->from_ns, RecordBuilder::At(20));
  EXPECT_EQ(steady->to_ns, RecordBuilder::At(80));
  // 19 of 20 slots are enough, 18 are not: ⌈0.95·20⌉ = 19.
  std::vector<std::pair<double, double>> spans;
  for (int slot = 0; slot < 20; ++slot) spans.emplace_back(slot, 200 - slot);
  load.concurrency = 20;
  const auto most = SteadyWindow(load, Running(spans), kTestT0Ns);
  ASSERT_TRUE(most.has_value());
  EXPECT_EQ(most->from_ns, RecordBuilder::At(18));
  EXPECT_EQ(most->to_ns, RecordBuilder::At(182));
  load.concurrency = 4;
  EXPECT_FALSE(SteadyWindow(load, Running({{0, 100}, {10, 90}, {20, 80}}), kTestT0Ns).has_value());
}

TEST(WindowTest, SteadyStateOfAnOpenLoopEndsWithTheLastArrival) {
  LoadPlan load;
  load.request_rate = 10;
  const auto steady = SteadyWindow(load, Running({{5, 100}, {40, 90}}), kTestT0Ns);
  ASSERT_TRUE(steady.has_value());
  EXPECT_EQ(steady->from_ns, kTestT0Ns);
  EXPECT_EQ(steady->to_ns, RecordBuilder::At(40));
}

TEST(WindowTest, SlicesCoverTheRun) {
  const auto slices = SliceWindows(absl::Milliseconds(40), Running({{0, 100}}), kTestT0Ns);
  ASSERT_EQ(slices.size(), 3u);
  EXPECT_EQ(slices[2].name, "slice 2");
  EXPECT_EQ(slices[2].from_ns, RecordBuilder::At(80));
  EXPECT_EQ(slices[2].to_ns, RecordBuilder::At(100));
}

TEST(WindowTest, FindsTheWindowOnTheAgentsClock) {
  VectorRunLog log;
  // The agent's clock is 1 s behind.
  log.edit().clocks.clear();
  for (int64_t s = 0; s < 60; ++s) {
    wire::ClockExchange exchange;
    exchange.set_agent_ns(s * 1'000'000'000);
    exchange.set_coordinator_sent_ns((s + 1) * 1'000'000'000);
    exchange.set_coordinator_received_ns((s + 1) * 1'000'000'000);
    log.edit().clocks.push_back(exchange);
  }
  const CommonAxis axis(log.facts());
  const std::vector<Window> windows = {{.name = "a", .from_ns = 10'000'000'000, .to_ns = 20'000'000'000},
                                       {.name = "b", .from_ns = 20'000'000'000, .to_ns = 30'000'000'000}};
  WindowFinder finder(axis, windows);
  EXPECT_EQ(finder.Find(0, 8'500'000'000), -1);
  EXPECT_EQ(finder.Find(0, 9'500'000'000), 0);
  EXPECT_EQ(finder.Find(0, 19'500'000'000), 1);
  EXPECT_EQ(finder.Find(0, 29'500'000'000), -1);
  EXPECT_EQ(finder.Find(7, 9'500'000'000), -1);
}

// The agent sends nothing before the t0 that it was told; the fit over the whole run may differ from that by its bound.
TEST(WindowTest, WhatTheAxisPutsBeforeTheStartHappenedAtIt) {
  const VectorRunLog log;
  const CommonAxis axis(log.facts());
  const std::vector<Window> slices = SliceWindows(absl::Milliseconds(40), Running({{-0.05, 100}}), axis.t0_ns());
  WindowFinder finder(axis, slices);
  EXPECT_EQ(finder.Find(0, RecordBuilder::At(-0.05)), 0);
  EXPECT_EQ(finder.Find(0, RecordBuilder::At(0)), 0);
  EXPECT_EQ(finder.Find(0, RecordBuilder::At(100)), -1);
  // A window that begins later does not get it.
  const std::vector<Window> later = {{.name = "b", .from_ns = RecordBuilder::At(1), .to_ns = RecordBuilder::At(9)}};
  WindowFinder later_finder(axis, later);
  EXPECT_EQ(later_finder.Find(0, RecordBuilder::At(-0.05)), -1);
}

}  // namespace
}  // namespace barrage
