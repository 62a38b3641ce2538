#ifndef COORDINATOR_METRICS_STAMP_STATS_H_
#define COORDINATOR_METRICS_STAMP_STATS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/record/event_trace.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/value_set.h"

namespace barrage {

// How far the stamp of an event may be from its arrival: 20 µs if the kernel took it and nothing else shared its read,
// else the loop's lateness at that read (METRICS §6).
int64_t StampErrorNs(const StreamEvent& event);

// Counts, over content events, where stamps came from and how wrong they may be.
class StampStats {
 public:
  // All events of one request, in order.
  void Add(absl::Span<const StreamEvent> events);
  void Merge(const StampStats& other);

  int64_t content_events() const { return kernel_ + user_; }
  int64_t kernel() const { return kernel_; }
  int64_t user() const { return user_; }
  // Content events marked coalesced, and those among them that another marked content event stands within 0.1 ms of:
  // only these can hide a gap between tokens (a role or a [DONE] that shares a read hides none).
  int64_t coalesced() const { return coalesced_; }
  int64_t coalesced_with_content() const { return coalesced_with_content_; }
  LatencyTriple error() const;
  LatencyTriple first_error() const;  // of the first content event of each request

 private:
  // Percentiles within 0.1 %, in whole µs.
  struct Errors {
    void Add(int64_t error_us);
    void Merge(const Errors& other);
    LatencyTriple Triple() const;

    int64_t largest_us = 0;
    ValueHistogram histogram_us;
  };

  int64_t kernel_ = 0, user_ = 0, coalesced_ = 0, coalesced_with_content_ = 0;
  Errors errors_, first_errors_;
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_STAMP_STATS_H_
