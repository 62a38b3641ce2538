#include "coordinator/workload/target_turns.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace barrage {
namespace {

TargetPlan Target(size_t urls, size_t models) {
  TargetPlan target;
  target.urls.assign(urls, "u");
  target.models.assign(models, "m");
  return target;
}

// The choices for requests 0 … count − 1 that ask `payloads` prompts in turn.
std::vector<wire::ScheduledRequest> Choices(const TargetPlan& target, int64_t payloads, int64_t count) {
  TargetTurns turns(target, payloads, 5, "model");
  std::vector<wire::ScheduledRequest> requests(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    requests[static_cast<size_t>(i)].set_payload_id(static_cast<uint64_t>(i % payloads));
    turns.Choose(i, requests[static_cast<size_t>(i)]);
  }
  return requests;
}

TEST(TargetTurns, UrlsAndModelsTakeTurnsWithinAPassThroughThePrompts) {
  const auto requests = Choices(Target(3, 2), 100, 100);
  for (size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(requests[i].url_index(), i % 3);
    EXPECT_EQ(requests[i].model_index(), i % 2);
    EXPECT_FALSE(requests[i].least_in_flight());
  }
}

TEST(TargetTurns, AsManyModelsAsUrlsDoNotPairUp) {
  const auto requests = Choices(Target(2, 2), 1'000'000, 8);
  const uint32_t kUrls[] = {0, 1, 0, 1, 0, 1, 0, 1}, kModels[] = {0, 1, 1, 0, 0, 1, 1, 0};
  for (size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(requests[i].url_index(), kUrls[i]);
    EXPECT_EQ(requests[i].model_index(), kModels[i]);
  }
}

TEST(TargetTurns, EveryPromptMeetsEveryPairOfUrlAndModelEquallyOften) {
  for (const int64_t urls : {1, 2, 3, 4}) {
    for (const int64_t models : {1, 2, 3, 6}) {
      for (const int64_t prompts : {1, 5, 6, 50, 100}) {
        const int64_t passes = urls * models;
        std::map<std::array<uint64_t, 3>, int> met;
        for (const wire::ScheduledRequest& request :
             Choices(Target(static_cast<size_t>(urls), static_cast<size_t>(models)), prompts, prompts * passes)) {
          ++met[{request.payload_id(), request.url_index(), request.model_index()}];
        }
        EXPECT_EQ(met.size(), static_cast<size_t>(prompts * passes)) << urls << " " << models << " " << prompts;
      }
    }
  }
}

TEST(TargetTurns, EveryPairIsEquallyOftenInOnePassOfUniquePrompts) {
  for (const auto& [urls, models] : std::vector<std::pair<size_t, size_t>>{{2, 2}, {2, 4}, {4, 2}, {3, 6}, {3, 2}}) {
    std::map<std::pair<uint32_t, uint32_t>, int> met;
    const int64_t rounds = 10;
    for (const wire::ScheduledRequest& request :
         Choices(Target(urls, models), int64_t{1} << 62, rounds * static_cast<int64_t>(urls * models))) {
      ++met[{request.url_index(), request.model_index()}];
    }
    EXPECT_EQ(met.size(), urls * models);
    for (const auto& [pair, count] : met) EXPECT_EQ(count, rounds) << urls << " " << models;
  }
}

TEST(TargetTurns, StickyKeepsASessionAndElseAPromptToItsUrl) {
  TargetPlan target = Target(3, 1);
  target.url_strategy = UrlStrategy::kSticky;
  for (const wire::ScheduledRequest& request : Choices(target, 4, 40)) {
    EXPECT_EQ(request.url_index(), request.payload_id() % 3);
  }
  TargetTurns turns(target, 4, 5, "model");
  for (int64_t i = 0; i < 40; ++i) {
    wire::ScheduledRequest request;
    request.set_payload_id(static_cast<uint64_t>(i % 4));
    request.set_session(static_cast<uint64_t>(i % 5));
    turns.Choose(i, request);
    EXPECT_EQ(request.url_index(), request.session() % 3);
  }
}

TEST(TargetTurns, LeastLoadedLeavesTheUrlToTheAgent) {
  TargetPlan target = Target(3, 2);
  target.url_strategy = UrlStrategy::kLeastLoaded;
  const auto requests = Choices(target, 100, 10);
  for (size_t i = 0; i < 10; ++i) {
    EXPECT_TRUE(requests[i].least_in_flight());
    EXPECT_EQ(requests[i].url_index(), 0u);
    EXPECT_EQ(requests[i].model_index(), i % 2);
  }
}

TEST(TargetTurns, RandomModelsAreEvenlyAndIndependentlyDrawn) {
  TargetPlan target = Target(2, 3);
  target.model_strategy = ModelStrategy::kRandom;
  int counts[2][3] = {};
  for (const wire::ScheduledRequest& request : Choices(target, 100, 9000)) {
    ++counts[request.url_index()][request.model_index()];
  }
  // Chi-squared over the 2 × 3 cells of 1500 each, with 5 degrees of freedom (the total is given): the critical value
  // at p = 0.01 is 15.09.
  double chi_squared = 0;
  for (const auto& row : counts) {
    for (const int count : row) chi_squared += (count - 1500.0) * (count - 1500.0) / 1500.0;
  }
  EXPECT_LT(chi_squared, 15.09);
}

}  // namespace
}  // namespace barrage
