#ifndef COORDINATOR_METRICS_GAP_SET_H_
#define COORDINATOR_METRICS_GAP_SET_H_

#include <cstdint>
#include <vector>

#include "coordinator/metrics/rational.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/value_set.h"

namespace barrage {

// The gaps between content events of many requests, and which request each belongs to: gaps of one request are
// dependent, so their percentiles get intervals from resampling whole requests. What it says depends on neither the
// order of the gaps nor that of the requests. Eight bytes a gap; past `exact_limit` gaps a histogram a group.
class GapSet {
 public:
  // Up to this many requests are resampled one by one, more in kFixedGroups groups by index.
  static constexpr int64_t kMostSingleRequests = 100'000;
  static constexpr int64_t kFixedGroups = 1000;

  // `indices`: of all requests that will bring gaps, in any order.
  explicit GapSet(std::vector<int64_t> indices, int64_t exact_limit = kExactValues);

  // Makes room for so many; more than fit the limit go into histograms from the start.
  void Reserve(int64_t gaps);

  // A gap of request `index`, in ns; the set keeps whole µs, as event times are. A negative one counts as 0.
  void Add(int64_t index, int64_t gap_ns);

  // Further tokens of an event of request `index`: each is a gap of 0 among the token gaps, and no chunk gap.
  void AddFurtherTokens(int64_t index, int64_t count);

  // Sorts. Needed after the last Add.
  void Seal();

  int64_t chunk_gaps() const { return gaps_; }
  int64_t token_gaps() const { return gaps_ + further_tokens_; }

  // In ms, of the chunk gaps alone or with the zeros of further tokens. Requires Seal and at least one gap of the kind.
  Distribution Describe(bool with_further_tokens) const;

 private:
  struct Entry {
    int64_t gap_us = 0;
    uint32_t group = 0;
    int64_t times = 1;
  };
  uint32_t GroupOf(int64_t index);
  size_t groups() const { return further_by_group_.size(); }
  size_t entries() const { return exact() ? packed_.size() : bucket_entries_.size(); }
  Entry EntryAt(size_t i) const;
  bool exact() const { return histograms_.empty(); }
  void MoveToHistograms();
  int64_t ValueAt(int64_t rank, int64_t zeros) const;
  void AddIntervals(bool with_further_tokens, Distribution& result) const;

  int64_t exact_limit_ = 0;
  std::vector<int64_t> indices_;  // sorted; empty when there are too many
  size_t newest_group_ = 0;       // the one asked for last, where `indices_` has it
  int64_t requests_ = 0;
  int64_t gaps_ = 0, further_tokens_ = 0;
  int64_t least_us_ = 0, largest_us_ = 0;
  Int128 sum_us_ = 0, squares_us_ = 0;
  std::vector<int64_t> further_by_group_;
  std::vector<int64_t> packed_;             // gap_us << kGroupBits | group
  std::vector<ValueHistogram> histograms_;  // past the limit, by group mod kFixedGroups
  std::vector<Entry> bucket_entries_;       // of the histograms, by value
  std::vector<int64_t> bucket_ends_;        // cumulative counts of bucket_entries_
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_GAP_SET_H_
