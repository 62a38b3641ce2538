#include "coordinator/metrics/value_set.h"

#include <algorithm>

#include "absl/types/span.h"
#include "coordinator/metrics/sort_integers.h"

namespace barrage {

void ValueSet::Add(int64_t value, int64_t times) {
  if (times <= 0) return;
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = count_ == 0 ? value : std::max(max_, value);
  const bool was_exact = !histogram();
  count_ += times;
  sum_ += Int128{value} * times;
  squares_ += Int128{value} * value * times;
  if (!histogram()) {
    if (times == 1) {
      values_.push_back(value);
    } else {
      values_.insert(values_.end(), static_cast<size_t>(times), value);
    }
    return;
  }
  if (was_exact) {
    for (const int64_t kept : values_) AddToHistogram(kept, 1);
    values_ = {};
  }
  AddToHistogram(value, times);
}

void ValueSet::AddToHistogram(int64_t value, int64_t times) {
  if (value >= 0) {
    not_negative_.Add(static_cast<uint64_t>(value), static_cast<uint64_t>(times));
  } else {
    negative_.Add(uint64_t{0} - static_cast<uint64_t>(value), static_cast<uint64_t>(times));
  }
}

void ValueSet::Reserve(int64_t values) {
  if (values <= exact_limit_) values_.reserve(static_cast<size_t>(values));
}

void ValueSet::Seal() { SortIntegers(absl::MakeSpan(values_)); }

int64_t ValueSet::ValueAt(int64_t rank) const {
  if (!histogram()) return values_[static_cast<size_t>(rank)];
  const int64_t negatives = static_cast<int64_t>(negative_.total());
  const int64_t value = rank < negatives
                            ? -static_cast<int64_t>(negative_.ValueAtRank(static_cast<uint64_t>(negatives - 1 - rank)))
                            : static_cast<int64_t>(not_negative_.ValueAtRank(static_cast<uint64_t>(rank - negatives)));
  // The outermost are known.
  return std::clamp(value, min_, max_);
}

}  // namespace barrage
