#include "agent/health_sampler.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::ElementsAre;

TEST(SumOf, AddsCountersAndTakesTheWorstOfTheRest) {
  LoopHealth one, two;
  one.dispatched = 5;
  two.dispatched = 7;
  one.outcomes[0] = 3;  // ok
  two.outcomes[0] = 4;
  two.outcomes[4] = 1;  // timeout
  one.in_flight = 2;
  two.in_flight = 3;
  one.busy_fraction = 0.5;
  two.busy_fraction = 0.25;
  one.lateness_max_ns = 10;
  two.lateness_max_ns = 40;
  one.lateness.Add(3, 2);
  two.lateness.Add(3);
  two.lateness.Add(9);
  two.gaps.push_back({100, 300});
  const wire::HealthSample sum = SumOf({one, two});
  EXPECT_EQ(sum.dispatched(), 12u);
  ASSERT_EQ(sum.outcomes_size(), 12);
  EXPECT_EQ(sum.outcomes(0), 7u);
  EXPECT_EQ(sum.outcomes(4), 1u);
  EXPECT_EQ(sum.in_flight(), 5u);
  EXPECT_EQ(sum.busiest_loop_fraction(), 0.5);
  EXPECT_EQ(sum.lateness_max_ns(), 40);
  // Values below 32 are buckets of their own: bucket 3 three times, bucket 9 once.
  EXPECT_THAT(sum.lateness_buckets(), ElementsAre(3, 3, 9, 1));
  ASSERT_EQ(sum.gaps_size(), 1);
  EXPECT_EQ(sum.gaps(0).loop(), 1u);
  EXPECT_EQ(sum.gaps(0).from_ns(), 100);
  EXPECT_EQ(sum.gaps(0).to_ns(), 300);
}

TEST(HealthSampler, AddsWhatTheProcessUsesAndWhatWaits) {
  HealthSampler sampler({"http://127.0.0.1:1/"});
  UploadState upload;
  upload.queued_records = 4;
  upload.spool_bytes = 5;
  upload.full = true;
  const wire::HealthSample sample = sampler.Sample(77, {}, upload);
  EXPECT_EQ(sample.at_ns(), 77);
  EXPECT_EQ(sample.queued_records(), 4u);
  EXPECT_EQ(sample.spool_bytes(), 5u);
  EXPECT_TRUE(sample.spool_full());
  EXPECT_GT(sample.cpu_ns(), 0);
  EXPECT_GT(sample.open_files(), 0u);
  EXPECT_GT(sample.resident_bytes(), 0u);
  EXPECT_EQ(sampler.addresses(), 1u);
}

}  // namespace
}  // namespace barrage
