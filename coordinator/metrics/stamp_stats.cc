#include "coordinator/metrics/stamp_stats.h"

#include <algorithm>

#include "coordinator/metrics/percentile.h"

namespace barrage {
namespace {

constexpr int64_t kKernelStampErrorNs = 20'000;
constexpr int64_t kSameReadNs = 100'000;

}  // namespace

int64_t StampErrorNs(const StreamEvent& event) {
  if (event.kernel_stamped && !event.coalesced) return kKernelStampErrorNs;
  return event.lateness_ns.value_or(0);
}

void StampStats::Add(absl::Span<const StreamEvent> events) {
  const StreamEvent* last_content = nullptr;
  bool last_counted = false;
  for (const StreamEvent& event : events) {
    if (!IsContent(event.kind)) continue;
    const bool first = last_content == nullptr;
    ++(event.kernel_stamped ? kernel_ : user_);
    coalesced_ += event.coalesced;
    const bool with_last = event.coalesced && last_content != nullptr && last_content->coalesced &&
                           event.at_ns - last_content->at_ns <= kSameReadNs;
    if (with_last) coalesced_with_content_ += last_counted ? 1 : 2;
    last_content = &event;
    last_counted = with_last;
    errors_.Add(StampErrorNs(event) / 1000);
    if (first) first_errors_.Add(StampErrorNs(event) / 1000);
  }
}

void StampStats::Merge(const StampStats& other) {
  kernel_ += other.kernel_;
  user_ += other.user_;
  coalesced_ += other.coalesced_;
  coalesced_with_content_ += other.coalesced_with_content_;
  errors_.Merge(other.errors_);
  first_errors_.Merge(other.first_errors_);
}

LatencyTriple StampStats::error() const { return errors_.Triple(); }
LatencyTriple StampStats::first_error() const { return first_errors_.Triple(); }

void StampStats::Errors::Add(int64_t error_us) {
  largest_us = std::max(largest_us, error_us);
  histogram_us.Add(static_cast<uint64_t>(std::max<int64_t>(0, error_us)));
}

void StampStats::Errors::Merge(const Errors& other) {
  largest_us = std::max(largest_us, other.largest_us);
  histogram_us.Merge(other.histogram_us);
}

LatencyTriple StampStats::Errors::Triple() const {
  const int64_t count = static_cast<int64_t>(histogram_us.total());
  if (count == 0) return {};
  const auto at = [&](int per_mille) {
    const double us = PercentileOf(count, per_mille, 1, [&](int64_t rank) {
      return std::min(largest_us, static_cast<int64_t>(histogram_us.ValueAtRank(static_cast<uint64_t>(rank))));
    });
    return static_cast<int64_t>(us * 1000);
  };
  return {.p50 = at(500), .p99 = at(990), .max = largest_us * 1000};
}

}  // namespace barrage
