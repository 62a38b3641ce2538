#ifndef COMMON_BASE_LOG_HISTOGRAM_H_
#define COMMON_BASE_LOG_HISTOGRAM_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace barrage {

// Counts of non-negative integers in log-linear buckets: values below 2^(kBits+1) are exact, above that a bucket spans
// 2^-kBits of its lower edge. Its middle is therefore within 2^-(kBits+1) of every value in it.
template <int kBits>
class LogHistogram {
 public:
  static size_t BucketOf(uint64_t value) {
    const int width = 64 - std::countl_zero(value | 1);
    if (width <= kBits + 1) return value;
    const int shift = width - kBits - 1;
    return (static_cast<size_t>(shift) << kBits) + (value >> shift);
  }
  static uint64_t LowerEdge(size_t bucket) {
    if (bucket < (size_t{2} << kBits)) return bucket;
    const size_t shift = (bucket >> kBits) - 1;
    return static_cast<uint64_t>(bucket - (shift << kBits)) << shift;
  }
  static uint64_t Middle(size_t bucket) { return LowerEdge(bucket) + (LowerEdge(bucket + 1) - LowerEdge(bucket)) / 2; }

  void Add(uint64_t value, uint64_t count = 1) { AddToBucket(BucketOf(value), count); }
  void AddToBucket(size_t bucket, uint64_t count) {
    if (bucket >= counts_.size()) counts_.resize(bucket + 1);
    counts_[bucket] += count;
    total_ += count;
  }
  void Merge(const LogHistogram& other) {
    for (size_t bucket = 0; bucket < other.counts_.size(); ++bucket) {
      if (other.counts_[bucket] > 0) AddToBucket(bucket, other.counts_[bucket]);
    }
  }
  void Clear() {
    counts_.clear();
    total_ = 0;
  }

  uint64_t total() const { return total_; }
  const std::vector<uint64_t>& counts() const { return counts_; }

  // The middle of the bucket that holds the value of 0-based rank `rank`. Requires rank < total().
  uint64_t ValueAtRank(uint64_t rank) const {
    uint64_t seen = 0;
    for (size_t bucket = 0; bucket < counts_.size(); ++bucket) {
      seen += counts_[bucket];
      if (seen > rank) return Middle(bucket);
    }
    return 0;
  }

 private:
  std::vector<uint64_t> counts_;
  uint64_t total_ = 0;
};

// Loop lateness as agents report it (ns): within 3.2 %.
using LatenessHistogram = LogHistogram<4>;

}  // namespace barrage

#endif  // COMMON_BASE_LOG_HISTOGRAM_H_
