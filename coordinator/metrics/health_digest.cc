#include "coordinator/metrics/health_digest.h"

#include <algorithm>

#include "coordinator/metrics/rational.h"

namespace barrage {
namespace {

// More buckets than a lateness histogram of any int64 has.
constexpr uint32_t kMostBuckets = 2048;

void AddSample(const wire::HealthSample& sample, HealthDigest& digest) {
  ++digest.samples;
  for (int i = 0; i + 1 < sample.lateness_buckets_size(); i += 2) {
    if (sample.lateness_buckets(i) >= kMostBuckets) continue;
    digest.lateness.AddToBucket(sample.lateness_buckets(i), sample.lateness_buckets(i + 1));
  }
  digest.lateness_max_ns = std::max(digest.lateness_max_ns, sample.lateness_max_ns());
  digest.busiest_loop = std::max(digest.busiest_loop, sample.busiest_loop_fraction());
  digest.resident_bytes_max = std::max(digest.resident_bytes_max, static_cast<int64_t>(sample.resident_bytes()));
  digest.spool_bytes_max = std::max(digest.spool_bytes_max, static_cast<int64_t>(sample.spool_bytes()));
  digest.open_files_max = std::max(digest.open_files_max, sample.open_files());
  digest.ports_max = std::max(digest.ports_max, sample.ports_in_use());
}

void AddGrowth(const wire::HealthSample& before, const wire::HealthSample& last, int64_t from_ns,
               HealthDigest& digest) {
  const auto grown = [](auto from, auto to) { return std::max<int64_t>(0, static_cast<int64_t>(to - from)); };
  digest.involuntary_switches = grown(before.involuntary_switches(), last.involuntary_switches());
  digest.slot_idle_ns = grown(before.slot_idle_ns(), last.slot_idle_ns());
  if (last.has_nr_throttled()) digest.nr_throttled = grown(before.nr_throttled(), last.nr_throttled());
  if (last.has_throttled_ns()) digest.throttled_ns = grown(before.throttled_ns(), last.throttled_ns());
  const int64_t wall_ns = last.at_ns() - std::max(from_ns, before.at_ns());
  if (wall_ns > 0) digest.cpu_cores_mean = Ratio(grown(before.cpu_ns(), last.cpu_ns()), wall_ns);
}

}  // namespace

LatencyTriple LatenessTripleOf(const LatenessHistogram& lateness, int64_t max_ns) {
  if (lateness.total() == 0) return {.p50 = 0, .p99 = 0, .max = max_ns};
  const auto at = [&](uint64_t per_mille) {
    const uint64_t rank = static_cast<uint64_t>(static_cast<Int128>(lateness.total() - 1) * per_mille / 1000);
    const int64_t value = static_cast<int64_t>(lateness.ValueAtRank(rank));
    return max_ns > 0 ? std::min(value, max_ns) : value;
  };
  return {.p50 = at(500), .p99 = at(990), .max = std::max(max_ns, at(990))};
}

LatencyTriple HealthDigest::LatenessTriple() const { return LatenessTripleOf(lateness, lateness_max_ns); }

HealthDigest DigestHealth(const RunFacts& facts, uint32_t agent, int64_t from_ns, int64_t to_ns) {
  std::vector<const wire::HealthSample*> samples;
  for (const wire::HealthEntry& entry : facts.health) {
    if (entry.agent() == agent) samples.push_back(&entry.sample());
  }
  std::stable_sort(samples.begin(), samples.end(),
                   [](const auto* a, const auto* b) { return a->at_ns() < b->at_ns(); });
  HealthDigest digest;
  const wire::HealthSample* before = nullptr;
  const wire::HealthSample* last = nullptr;
  for (const wire::HealthSample* sample : samples) {
    if (sample->at_ns() <= from_ns) {
      before = sample;
      continue;
    }
    if (last != nullptr && last->at_ns() >= to_ns) break;
    AddSample(*sample, digest);
    for (const wire::LoopGap& gap : sample->gaps()) {
      if (gap.to_ns() > from_ns && gap.from_ns() < to_ns) digest.gaps.push_back(gap);
    }
    last = sample;
  }
  if (last != nullptr) AddGrowth(before != nullptr ? *before : wire::HealthSample(), *last, from_ns, digest);
  return digest;
}

}  // namespace barrage
