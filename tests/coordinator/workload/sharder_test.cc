#include "coordinator/workload/sharder.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/base/rng.h"
#include "coordinator/workload/request_stream.h"
#include "gtest/gtest.h"
#include "tests/coordinator/workload/list_dataset.h"

namespace barrage {
namespace {

TEST(Sharder, OpenLoopDealsByIndex) {
  const Sharder sharder(3, std::nullopt);
  for (int64_t i = 0; i < 20; ++i) EXPECT_EQ(sharder.OwnerOf(i), i % 3);
  EXPECT_EQ(sharder.SlotsOf(0), 0);
  EXPECT_TRUE(sharder.HasWork(2));
}

TEST(Sharder, ClosedLoopDealsToTheHolderOfTheSlot) {
  const Sharder sharder(3, 5);  // slots 0 3 | 1 4 | 2
  EXPECT_EQ(sharder.SlotsOf(0), 2);
  EXPECT_EQ(sharder.SlotsOf(1), 2);
  EXPECT_EQ(sharder.SlotsOf(2), 1);
  const int64_t kOwners[] = {0, 1, 2, 0, 1, 0, 1, 2, 0, 1};  // slot i mod 5, its holder
  for (int64_t i = 0; i < 10; ++i) EXPECT_EQ(sharder.OwnerOf(i), kOwners[i]) << i;
}

TEST(Sharder, SurplusAgentsHoldNothing) {
  const Sharder sharder(4, 2);
  EXPECT_EQ(sharder.SlotsOf(1), 1);
  EXPECT_EQ(sharder.SlotsOf(2), 0);
  EXPECT_FALSE(sharder.HasWork(2));
  EXPECT_FALSE(sharder.HasWork(3));
  for (int64_t i = 0; i < 10; ++i) EXPECT_LT(sharder.OwnerOf(i), 2);
}

TEST(Sharder, WarmUpCountsFromMinusOne) {
  const Sharder sharder(3, 5);
  for (int64_t k = 1; k < 20; ++k) EXPECT_EQ(sharder.OwnerOf(-k), sharder.OwnerOf(k - 1));
}

TEST(Sharder, SlotsSumToWhatWasAsked) {
  Rng rng(5, "test");
  for (int trial = 0; trial < 500; ++trial) {
    const int64_t agents = 1 + static_cast<int64_t>(rng.Below(70));
    const int64_t slots = 1 + static_cast<int64_t>(rng.Below(3000));
    const Sharder sharder(agents, slots);
    std::vector<int64_t> held(static_cast<size_t>(agents));
    for (int64_t s = 0; s < slots; ++s) ++held[static_cast<size_t>(s % agents)];
    int64_t sum = 0;
    for (int64_t a = 0; a < agents; ++a) {
      EXPECT_EQ(sharder.SlotsOf(a), held[static_cast<size_t>(a)]) << agents << " agents, " << slots << " slots";
      EXPECT_EQ(sharder.HasWork(a), held[static_cast<size_t>(a)] > 0);
      sum += sharder.SlotsOf(a);
    }
    EXPECT_EQ(sum, slots);
  }
}

std::vector<std::string> AllBytes(const Plan& plan, const Dataset& dataset, LoadPhase phase) {
  RequestStream stream(plan, dataset, phase);
  std::vector<std::string> bytes;
  while (const auto request = stream.Next()) bytes.push_back(request->SerializeAsString());
  return bytes;
}

// Each agent's share as it gets it, put together again by index: the same bytes as one machine's schedule.
void ExpectSameWork(const Plan& plan, const Dataset& dataset, LoadPhase phase, int64_t agents) {
  const std::vector<std::string> whole = AllBytes(plan, dataset, phase);
  const Sharder sharder(agents, plan.load.slots());
  std::vector<std::string> merged(whole.size());
  for (int64_t agent = 0; agent < agents; ++agent) {
    RequestStream stream(plan, dataset, phase);
    while (const auto request = stream.Next()) {
      if (sharder.OwnerOf(request->index()) != agent) continue;
      const int64_t ordinal = request->index() >= 0 ? request->index() : -1 - request->index();
      std::string& place = merged[static_cast<size_t>(ordinal)];
      EXPECT_EQ(place, "") << "request " << request->index() << " was dealt twice";
      place = request->SerializeAsString();
    }
  }
  EXPECT_EQ(merged, whole) << agents << " agents";
}

// One of every shape of load.
void DrawLoad(int shape, Rng& rng, LoadPlan& load) {
  if (shape == 1 || shape == 2) load.concurrency = 1 + static_cast<int64_t>(rng.Below(40));
  if (shape == 0 || shape == 2) load.request_rate = 100;
  if (shape == 1) load.concurrency_ramp = absl::Seconds(1);
  if (shape == 2) load.request_rate_ramp = absl::Seconds(1);
  if (shape == 3) load.stages = {{20, 20, absl::Seconds(1)}, {0, 200, absl::Seconds(1)}};
  if (shape == 4) {
    load.user_rate = 100;
    load.users = 1 + static_cast<int64_t>(rng.Below(40));
  }
  load.fixed_schedule = shape == 5;
}

TEST(Sharder, AnyNumberOfAgentsDoesTheSameWork) {
  std::vector<int64_t> times(70);
  for (size_t i = 0; i < times.size(); ++i) times[i] = static_cast<int64_t>(i / 3) * 10'000'000;
  const ListDataset dataset = ListDataset::Scheduled(times);
  Rng rng(9, "test");
  for (int trial = 0; trial < 72; ++trial) {
    Plan plan;
    plan.seed = rng.Next();
    plan.load.request_count = 1 + static_cast<int64_t>(rng.Below(300));
    plan.load.warmup_request_count = static_cast<int64_t>(rng.Below(20));
    DrawLoad(trial % 6, rng, plan.load);
    if (rng.Below(2) == 0) plan.load.duration = absl::Seconds(1);
    plan.load.arrival = static_cast<ArrivalKind>(rng.Below(3));
    plan.load.cancellation_rate = 20;
    plan.target.models = {"a", "b", "c"};
    plan.target.model_strategy = static_cast<ModelStrategy>(rng.Below(2));
    plan.target.urls = {"x", "y", "z"};
    plan.target.url_strategy = static_cast<UrlStrategy>(rng.Below(3));
    plan.dataset.output_tokens_mean = 50;
    plan.dataset.output_tokens_stddev = 10;
    for (const int64_t agents : {int64_t{1}, int64_t{2}, int64_t{3}, int64_t{7}, 1 + int64_t(rng.Below(50))}) {
      ExpectSameWork(plan, dataset, LoadPhase::kMeasured, agents);
      ExpectSameWork(plan, dataset, LoadPhase::kWarmup, agents);
    }
  }
}

}  // namespace
}  // namespace barrage
