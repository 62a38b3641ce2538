#ifndef COORDINATOR_METRICS_VALUE_SET_H_
#define COORDINATOR_METRICS_VALUE_SET_H_

#include <cstdint>
#include <vector>

#include "common/base/log_histogram.h"
#include "coordinator/metrics/rational.h"

namespace barrage {

// Up to this many values a metric are kept; past it a histogram takes over.
inline constexpr int64_t kExactValues = 100'000'000;

// The histogram's middle of a bucket is within this share of every value in it.
inline constexpr double kHistogramError = 1.0 / 1024;
using ValueHistogram = LogHistogram<9>;

// A multiset of integers: what it says depends on the values alone, not on their order. Count, sums, least and largest
// are exact at any size; values by rank are exact up to `exact_limit`, then within kHistogramError. Eight bytes a
// value.
class ValueSet {
 public:
  explicit ValueSet(int64_t exact_limit = kExactValues) : exact_limit_(exact_limit) {}

  void Add(int64_t value) { Add(value, 1); }
  void Add(int64_t value, int64_t times);
  void Reserve(int64_t values);

  // Sorts. Needed after the last Add and before ValueAt.
  void Seal();

  int64_t count() const { return count_; }
  bool empty() const { return count_ == 0; }
  bool histogram() const { return count_ > exact_limit_; }
  // Of an empty set: 0.
  int64_t min() const { return min_; }
  int64_t max() const { return max_; }
  Int128 sum() const { return sum_; }
  Int128 sum_of_squares() const { return squares_; }

  // The value of 0-based `rank` in ascending order. Requires Seal and 0 <= rank < count().
  int64_t ValueAt(int64_t rank) const;

 private:
  void AddToHistogram(int64_t value, int64_t times);

  int64_t exact_limit_ = 0;
  int64_t count_ = 0, min_ = 0, max_ = 0;
  Int128 sum_ = 0, squares_ = 0;
  std::vector<int64_t> values_;             // while exact
  ValueHistogram not_negative_, negative_;  // past it; the latter of −value
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_VALUE_SET_H_
