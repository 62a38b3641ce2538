#include "coordinator/metrics/health_digest.h"

#include <gtest/gtest.h>

#include "tests/fakes/vector_run_log.h"

namespace barrage {
namespace {

HealthDigest Digest(const VectorRunLog& log) {
  return DigestHealth(log.facts(), 0, RecordBuilder::At(0), RecordBuilder::At(2000));
}

TEST(HealthDigestTest, TakesTheMeasuredPhaseAndOneSampleMore) {
  VectorRunLog log(2);
  for (const double at : {-500.0, 500.0, 1500.0, 2500.0, 3500.0})
    log.AddHealth(0, at).set_busiest_loop_fraction(at / 5000);
  log.AddHealth(1, 1000).set_busiest_loop_fraction(0.99);
  const HealthDigest digest = Digest(log);
  EXPECT_EQ(digest.samples, 3);
  EXPECT_EQ(digest.busiest_loop, 0.5);
}

TEST(HealthDigestTest, CountersGrowFromTheLastSampleBefore) {
  VectorRunLog log;
  wire::HealthSample& before = log.AddHealth(0, -100);
  before.set_cpu_ns(1'000'000'000);
  before.set_involuntary_switches(10);
  before.set_throttled_ns(5);
  wire::HealthSample& last = log.AddHealth(0, 2000);
  last.set_cpu_ns(2'000'000'000);
  last.set_involuntary_switches(14);
  last.set_throttled_ns(9);
  const HealthDigest digest = Digest(log);
  EXPECT_EQ(digest.involuntary_switches, 4);
  EXPECT_EQ(digest.throttled_ns, 4);
  EXPECT_FALSE(digest.nr_throttled.has_value());
  EXPECT_EQ(digest.cpu_cores_mean, 0.5);  // 1 s in the 2 s since t0
}

TEST(HealthDigestTest, MergesLatenessBuckets) {
  VectorRunLog log;
  wire::HealthSample& sample = log.AddHealth(0, 1000);
  // 98 at bucket 10 (10 ns, exact) and 2 in the bucket of 1 ms.
  const size_t slow = LatenessHistogram::BucketOf(1'000'000);
  for (const size_t number : {size_t{10}, size_t{98}, slow, size_t{2}}) {
    sample.add_lateness_buckets(static_cast<uint32_t>(number));
  }
  sample.set_lateness_max_ns(1'010'000);
  const LatencyTriple triple = Digest(log).LatenessTriple();
  EXPECT_EQ(triple.p50, 10);
  EXPECT_NEAR(static_cast<double>(triple.p99), 1e6, 0.032e6);
  EXPECT_EQ(triple.max, 1'010'000);
}

TEST(HealthDigestTest, SurvivesBucketsThatCannotBe) {
  VectorRunLog log;
  wire::HealthSample& sample = log.AddHealth(0, 1000);
  for (const uint32_t number : {4'000'000'000u, 1u, 3u}) sample.add_lateness_buckets(number);
  EXPECT_EQ(Digest(log).lateness.total(), 0u);
}

TEST(HealthDigestTest, KeepsTheStallsOfThePhase) {
  VectorRunLog log;
  wire::HealthSample& sample = log.AddHealth(0, 500);
  for (const auto& [from, to] : {std::pair(-300.0, -100.0), std::pair(-50.0, 80.0), std::pair(300.0, 450.0)}) {
    wire::LoopGap& gap = *sample.add_gaps();
    gap.set_from_ns(RecordBuilder::At(from));
    gap.set_to_ns(RecordBuilder::At(to));
  }
  EXPECT_EQ(Digest(log).gaps.size(), 2u);
}

}  // namespace
}  // namespace barrage
