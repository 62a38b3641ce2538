#include "coordinator/metrics/gap_set.h"

#include <algorithm>
#include <utility>

#include "absl/types/span.h"
#include "coordinator/metrics/bootstrap.h"
#include "coordinator/metrics/distribution.h"
#include "coordinator/metrics/order_interval.h"
#include "coordinator/metrics/percentile.h"
#include "coordinator/metrics/sort_integers.h"

namespace barrage {
namespace {

constexpr int kGroupBits = 17;  // 2^17 > kMostSingleRequests
constexpr int64_t kGroupMask = (int64_t{1} << kGroupBits) - 1;
constexpr int64_t kLargestGapUs = (int64_t{1} << (63 - kGroupBits)) - 1;  // two years
constexpr int64_t kUsPerMs = 1000;

}  // namespace

GapSet::GapSet(std::vector<int64_t> indices, int64_t exact_limit)
    : exact_limit_(exact_limit), indices_(std::move(indices)) {
  std::sort(indices_.begin(), indices_.end());
  requests_ = static_cast<int64_t>(indices_.size());
  if (requests_ > kMostSingleRequests) indices_ = {};
  further_by_group_.resize(static_cast<size_t>(indices_.empty() ? kFixedGroups : requests_));
}

uint32_t GapSet::GroupOf(int64_t index) {
  if (indices_.empty()) return static_cast<uint32_t>(((index % kFixedGroups) + kFixedGroups) % kFixedGroups);
  // The gaps of a request come one after another.
  if (indices_[newest_group_] != index) {
    const auto found = std::lower_bound(indices_.begin(), indices_.end(), index);
    newest_group_ = static_cast<size_t>(std::min(found, indices_.end() - 1) - indices_.begin());
  }
  return static_cast<uint32_t>(newest_group_);
}

void GapSet::Reserve(int64_t gaps) {
  if (gaps <= exact_limit_) {
    packed_.reserve(static_cast<size_t>(gaps));
  } else if (exact()) {
    MoveToHistograms();
  }
}

void GapSet::Add(int64_t index, int64_t gap_ns) {
  const int64_t gap_us = std::clamp<int64_t>(gap_ns / 1000, 0, kLargestGapUs);
  const uint32_t group = GroupOf(index);
  least_us_ = gaps_ == 0 ? gap_us : std::min(least_us_, gap_us);
  largest_us_ = std::max(largest_us_, gap_us);
  sum_us_ += gap_us;
  squares_us_ += Int128{gap_us} * gap_us;
  ++gaps_;
  if (exact() && gaps_ > exact_limit_) MoveToHistograms();
  if (exact()) {
    packed_.push_back(gap_us << kGroupBits | group);
    return;
  }
  histograms_[group % kFixedGroups].Add(static_cast<uint64_t>(gap_us));
}

void GapSet::AddFurtherTokens(int64_t index, int64_t count) {
  further_by_group_[GroupOf(index)] += count;
  further_tokens_ += count;
}

void GapSet::MoveToHistograms() {
  histograms_.resize(kFixedGroups);
  for (const int64_t packed : packed_) {
    histograms_[static_cast<size_t>(packed & kGroupMask) % kFixedGroups].Add(
        static_cast<uint64_t>(packed >> kGroupBits));
  }
  packed_ = {};
}

void GapSet::Seal() {
  SortIntegers(absl::MakeSpan(packed_));
  size_t buckets = 0;
  for (const ValueHistogram& histogram : histograms_) buckets = std::max(buckets, histogram.counts().size());
  int64_t end = 0;
  for (size_t bucket = 0; bucket < buckets; ++bucket) {
    const int64_t middle = std::clamp(static_cast<int64_t>(ValueHistogram::Middle(bucket)), least_us_, largest_us_);
    for (size_t group = 0; group < histograms_.size(); ++group) {
      const std::vector<uint64_t>& counts = histograms_[group].counts();
      if (bucket >= counts.size() || counts[bucket] == 0) continue;
      const int64_t times = static_cast<int64_t>(counts[bucket]);
      bucket_entries_.push_back({middle, static_cast<uint32_t>(group), times});
      bucket_ends_.push_back(end += times);
    }
  }
  if (!histograms_.empty() && groups() > kFixedGroups) {
    for (size_t group = kFixedGroups; group < groups(); ++group) {
      further_by_group_[group % kFixedGroups] += further_by_group_[group];
    }
    further_by_group_.resize(kFixedGroups);
  }
}

GapSet::Entry GapSet::EntryAt(size_t i) const {
  if (!exact()) return bucket_entries_[i];
  return {packed_[i] >> kGroupBits, static_cast<uint32_t>(packed_[i] & kGroupMask), 1};
}

int64_t GapSet::ValueAt(int64_t rank, int64_t zeros) const {
  if (rank < zeros) return 0;
  rank -= zeros;
  if (exact()) return packed_[static_cast<size_t>(rank)] >> kGroupBits;
  const auto found = std::upper_bound(bucket_ends_.begin(), bucket_ends_.end(), rank);
  return bucket_entries_[static_cast<size_t>(found - bucket_ends_.begin())].gap_us;
}

Distribution GapSet::Describe(bool with_further_tokens) const {
  const int64_t zeros = with_further_tokens ? further_tokens_ : 0;
  const int64_t count = gaps_ + zeros;
  Distribution result;
  result.count = count;
  result.avg = MeanOf(sum_us_, count, kUsPerMs);
  result.std = DeviationOf(sum_us_, squares_us_, count, kUsPerMs);
  result.min = zeros > 0 ? 0 : Ratio(least_us_, kUsPerMs);
  result.max = Ratio(largest_us_, kUsPerMs);
  result.histogram = !exact();
  for (size_t i = 0; i < kPerMille.size(); ++i) {
    result.percentiles[i] =
        PercentileOf(count, kPerMille[i], kUsPerMs, [&](int64_t rank) { return ValueAt(rank, zeros); });
  }
  AddIntervals(with_further_tokens, result);
  return result;
}

void GapSet::AddIntervals(bool with_further_tokens, Distribution& result) const {
  if (requests_ < 2) return;
  std::vector<int64_t> sizes(groups());
  if (with_further_tokens) sizes = further_by_group_;
  for (size_t i = 0; i < entries(); ++i) {
    const Entry entry = EntryAt(i);
    sizes[entry.group] += entry.times;
  }
  ResampledPercentiles resampled(sizes);
  for (size_t group = 0; with_further_tokens && group < groups(); ++group) {
    if (further_by_group_[group] > 0) resampled.Walk(0, static_cast<uint32_t>(group), further_by_group_[group]);
  }
  for (size_t i = 0; i < entries(); ++i) {
    const Entry entry = EntryAt(i);
    resampled.Walk(entry.gap_us, entry.group, entry.times);
  }
  resampled.Finish();
  for (size_t i = 0; i < kPerMille.size(); ++i) {
    // Dependent values never say more than as many independent ones.
    if (OrderIntervalOf(result.count, kPerMille[i])) result.ci95[i] = resampled.Interval(i, kUsPerMs);
  }
}

}  // namespace barrage
