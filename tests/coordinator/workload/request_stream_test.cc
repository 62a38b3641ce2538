#include "coordinator/workload/request_stream.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "tests/coordinator/workload/list_dataset.h"

namespace barrage {
namespace {

std::vector<wire::ScheduledRequest> All(const Plan& plan, const Dataset& dataset,
                                        LoadPhase phase = LoadPhase::kMeasured) {
  RequestStream stream(plan, dataset, phase);
  std::vector<wire::ScheduledRequest> requests;
  while (const auto request = stream.Next()) requests.push_back(*request);
  EXPECT_EQ(stream.Next(), std::nullopt);
  return requests;
}

Plan ClosedLoop(int64_t concurrency, int64_t count) {
  Plan plan;
  plan.load.concurrency = concurrency;
  plan.load.request_count = count;
  return plan;
}

TEST(RequestStream, ClosedLoopIsGatedAndHasNoOffsets) {
  const std::vector<wire::ScheduledRequest> requests = All(ClosedLoop(4, 10), ListDataset(3));
  ASSERT_EQ(requests.size(), 10u);
  for (int64_t i = 0; i < 10; ++i) {
    EXPECT_EQ(requests[i].index(), i);
    EXPECT_EQ(requests[i].payload_id(), static_cast<uint64_t>(i % 3));
    EXPECT_FALSE(requests[i].has_offset_ns());
    EXPECT_EQ(requests[i].slot_pool(), 1u);
    EXPECT_FALSE(requests[i].has_max_output_tokens() || requests[i].has_cancel_after_ns());
  }
}

TEST(RequestStream, OpenLoopHasOffsetsAndNoGateUnlessCapped) {
  Plan plan;
  plan.load.request_rate = 10;
  plan.load.arrival = ArrivalKind::kConstant;
  plan.load.duration = absl::Seconds(2);
  std::vector<wire::ScheduledRequest> requests = All(plan, ListDataset(3));
  ASSERT_EQ(requests.size(), 20u);  // at 0, 0.1 … 1.9 s; the one at 2 s is outside
  EXPECT_EQ(requests[19].offset_ns(), 1'900'000'000);
  EXPECT_EQ(requests[19].slot_pool(), 0u);
  plan.load.concurrency = 4;
  requests = All(plan, ListDataset(3));
  EXPECT_EQ(requests[19].offset_ns(), 1'900'000'000);
  EXPECT_EQ(requests[19].slot_pool(), 1u);
}

TEST(RequestStream, TheFirstStopReachedEndsIt) {
  Plan plan;
  plan.load.request_rate = 10;
  plan.load.arrival = ArrivalKind::kConstant;
  plan.load.duration = absl::Seconds(2);
  plan.load.request_count = 7;
  EXPECT_EQ(All(plan, ListDataset(1)).size(), 7u);
  plan.load.request_count = 70;
  EXPECT_EQ(All(plan, ListDataset(1)).size(), 20u);
  EXPECT_EQ(ScheduledCount(plan, ListDataset(3), LoadPhase::kMeasured), 20);
}

TEST(RequestStream, StagesEndByThemselves) {
  Plan plan;
  plan.load.stages = {{10, 10, absl::Seconds(1)}, {20, 20, absl::Seconds(2)}};
  plan.load.arrival = ArrivalKind::kConstant;
  EXPECT_EQ(All(plan, ListDataset(1)).size(), 50u);
  EXPECT_EQ(ScheduledCount(plan, ListDataset(3), LoadPhase::kMeasured), 50);
}

TEST(RequestStream, WithoutAStopItHasTheDefaultCount) {
  Plan plan;
  EXPECT_EQ(ScheduledCount(plan, ListDataset(3), LoadPhase::kMeasured), 10);
  EXPECT_EQ(plan.load.slots(), 1);
  plan.load.concurrency = 8;
  EXPECT_EQ(ScheduledCount(plan, ListDataset(3), LoadPhase::kMeasured), 16);
  EXPECT_EQ(All(plan, ListDataset(1)).size(), 16u);
  plan.load.request_rate = 100;
  EXPECT_EQ(ScheduledCount(plan, ListDataset(3), LoadPhase::kMeasured), 16);
}

TEST(RequestStream, ClosedLoopWithADurationDoesNotEnd) {
  Plan plan;
  plan.load.concurrency = 2;
  plan.load.duration = absl::Seconds(1);
  EXPECT_EQ(ScheduledCount(plan, ListDataset(3), LoadPhase::kMeasured), std::nullopt);
  const ListDataset dataset(3);
  RequestStream stream(plan, dataset, LoadPhase::kMeasured);
  for (int64_t i = 0; i < 100'000; ++i) ASSERT_EQ(stream.Next()->index(), i);
}

TEST(RequestStream, WarmUpHasNegativeIndicesAndTheLastPayloads) {
  Plan plan = ClosedLoop(2, 10);
  EXPECT_EQ(All(plan, ListDataset(3), LoadPhase::kWarmup).size(), 0u);
  plan.load.warmup_request_count = 5;
  const std::vector<wire::ScheduledRequest> requests = All(plan, ListDataset(3), LoadPhase::kWarmup);
  ASSERT_EQ(requests.size(), 5u);
  const uint64_t kPayloads[] = {2, 1, 0, 2, 1};
  for (int64_t k = 1; k <= 5; ++k) {
    EXPECT_EQ(requests[k - 1].index(), -k);
    EXPECT_EQ(requests[k - 1].payload_id(), kPayloads[k - 1]);
    EXPECT_EQ(requests[k - 1].slot_pool(), 1u);
  }
  EXPECT_EQ(ScheduledCount(plan, ListDataset(3), LoadPhase::kWarmup), 5);
}

TEST(RequestStream, WarmUpByDurationInAnOpenLoop) {
  Plan plan;
  plan.load.request_rate = 10;
  plan.load.arrival = ArrivalKind::kConstant;
  plan.load.request_count = 3;
  plan.load.warmup_duration = absl::Seconds(1);
  EXPECT_EQ(All(plan, ListDataset(3), LoadPhase::kWarmup).size(), 10u);
  plan.load.warmup_request_count = 4;
  EXPECT_EQ(All(plan, ListDataset(3), LoadPhase::kWarmup).size(), 4u);
}

TEST(RequestStream, WarmUpDoesNotShiftTheDrawsOfTheMeasuredPhase) {
  Plan plan = ClosedLoop(2, 50);
  plan.dataset.output_tokens_mean = 100;
  plan.dataset.output_tokens_stddev = 20;
  const auto without = All(plan, ListDataset(3));
  plan.load.warmup_request_count = 9;
  const auto with = All(plan, ListDataset(3));
  for (size_t i = 0; i < 50; ++i) EXPECT_EQ(with[i].SerializeAsString(), without[i].SerializeAsString());
}

TEST(RequestStream, DrawsOutputLengthsAroundTheirMean) {
  Plan plan = ClosedLoop(1, 10000);
  plan.dataset.output_tokens_mean = 100;
  plan.dataset.output_tokens_stddev = 20;
  double sum = 0, squares = 0;
  for (const wire::ScheduledRequest& request : All(plan, ListDataset(3))) {
    const double tokens = static_cast<double>(request.max_output_tokens());
    EXPECT_GE(tokens, 1);
    EXPECT_FALSE(request.has_min_output_tokens());
    sum += tokens;
    squares += tokens * tokens;
  }
  // The mean of 10^4 draws deviates by 20/100 = 0.2, their deviation by 20/√(2·10^4) = 0.14: four of each.
  EXPECT_NEAR(sum / 10000, 100, 0.8);
  EXPECT_NEAR(std::sqrt(squares / 10000 - sum / 10000 * sum / 10000), 20, 0.56);
}

TEST(RequestStream, DeterministicOutputLengthsAreAlsoTheLeast) {
  Plan plan = ClosedLoop(1, 3);
  plan.dataset.output_tokens_mean = 64;
  plan.dataset.output_tokens_deterministic = true;
  for (const wire::ScheduledRequest& request : All(plan, ListDataset(3))) {
    EXPECT_EQ(request.max_output_tokens(), 64);
    EXPECT_EQ(request.min_output_tokens(), 64);
  }
}

TEST(RequestStream, APromptsOwnOutputLengthWinsAndShiftsNoOther) {
  Plan plan = ClosedLoop(1, 6);
  plan.dataset.output_tokens_mean = 100;
  plan.dataset.output_tokens_stddev = 20;
  const auto drawn = All(plan, ListDataset(3));
  const auto mixed = All(plan, ListDataset({std::nullopt, 7, std::nullopt}));
  for (size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(mixed[i].max_output_tokens(), i % 3 == 1 ? 7 : drawn[i].max_output_tokens());
  }
}

TEST(RequestStream, EachUserHasASlotAndASessionOfItsOwnAndAsksAtEvenDistances) {
  Plan plan;
  plan.load.user_rate = 8;
  plan.load.users = 4;
  plan.load.request_count = 20;
  EXPECT_EQ(plan.load.slots(), 4);
  const std::vector<wire::ScheduledRequest> requests = All(plan, ListDataset(3));
  ASSERT_EQ(requests.size(), 20u);
  for (int64_t i = 0; i < 20; ++i) {
    // 1/8 s from one user to the next, 4/8 s from one question of a user to its next.
    EXPECT_EQ(requests[i].offset_ns(), i * 125'000'000);
    EXPECT_EQ(requests[i].spacing_ns(), 500'000'000);
    EXPECT_EQ(requests[i].session(), static_cast<uint64_t>(i % 4));
    EXPECT_EQ(requests[i].turn(), static_cast<uint64_t>(i / 4));
    EXPECT_EQ(requests[i].slot_pool(), 2u + static_cast<uint32_t>(i % 4));
  }
  plan.load.request_count.reset();
  EXPECT_EQ(ScheduledCount(plan, ListDataset(3), LoadPhase::kMeasured), 10);
}

TEST(RequestStream, AFixedScheduleIsSentOnceAtItsTimes) {
  Plan plan;
  plan.load.fixed_schedule = true;
  const ListDataset dataset = ListDataset::Scheduled({0, 5, 5, 90});
  EXPECT_EQ(ScheduledCount(plan, dataset, LoadPhase::kMeasured), 4);
  const std::vector<wire::ScheduledRequest> requests = All(plan, dataset);
  ASSERT_EQ(requests.size(), 4u);
  const int64_t kOffsets[] = {0, 5, 5, 90};
  for (int64_t i = 0; i < 4; ++i) {
    EXPECT_EQ(requests[i].offset_ns(), kOffsets[i]);
    EXPECT_EQ(requests[i].payload_id(), static_cast<uint64_t>(i));
    EXPECT_EQ(requests[i].slot_pool(), 0u);
  }
  EXPECT_TRUE(requests[0].has_offset_ns());
  plan.load.duration = absl::Nanoseconds(90);
  EXPECT_EQ(All(plan, dataset).size(), 3u);
  plan.load.request_count = 2;
  EXPECT_EQ(All(plan, dataset).size(), 2u);
}

TEST(RequestStream, AWarmUpLongerThanTheFixedScheduleBeginsItAnew) {
  Plan plan;
  plan.load.fixed_schedule = true;
  plan.load.warmup_request_count = 6;
  const std::vector<wire::ScheduledRequest> requests =
      All(plan, ListDataset::Scheduled({0, 1'000'000, 4'000'000}), LoadPhase::kWarmup);
  ASSERT_EQ(requests.size(), 6u);
  // The mean gap is 2 ms, so the second round begins at 6 ms.
  const int64_t kOffsets[] = {0, 1'000'000, 4'000'000, 6'000'000, 7'000'000, 10'000'000};
  for (int64_t i = 0; i < 6; ++i) EXPECT_EQ(requests[i].offset_ns(), kOffsets[i]);
}

TEST(RequestStream, CancelsItsShare) {
  Plan plan = ClosedLoop(1, 10000);
  plan.load.cancellation_rate = 20;
  plan.load.cancellation_delay = absl::Milliseconds(1500);
  int cancelled = 0;
  for (const wire::ScheduledRequest& request : All(plan, ListDataset(3))) {
    if (!request.has_cancel_after_ns()) continue;
    ++cancelled;
    EXPECT_EQ(request.cancel_after_ns(), 1'500'000'000);
  }
  EXPECT_NEAR(cancelled, 2000, 160);  // 2000 ± √(10^4·0.2·0.8) = 40; four of them
}

TEST(RequestStream, ASecondStreamStartsAgain) {
  Plan plan = ClosedLoop(1, 100);
  plan.load.request_rate = 5;
  plan.dataset.output_tokens_mean = 100;
  plan.dataset.output_tokens_stddev = 20;
  const auto first = All(plan, ListDataset(3)), second = All(plan, ListDataset(3));
  for (size_t i = 0; i < 100; ++i) EXPECT_EQ(first[i].SerializeAsString(), second[i].SerializeAsString());
}

}  // namespace
}  // namespace barrage
