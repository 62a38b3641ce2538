#ifndef AGENT_LOOP_LOOP_METER_H_
#define AGENT_LOOP_LOOP_METER_H_

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "common/base/log_histogram.h"

namespace barrage {

// How well a loop keeps up, from the times at which it waits. One thread; times are CLOCK_MONOTONIC.
//
// An event that was ready when the loop came back from waiting became ready no sooner than ready_since(): the return
// itself if the loop did wait, else the previous return (it would have been handed out then).
class LoopMeter {
 public:
  struct Gap {
    int64_t from_ns = 0, to_ns = 0;
  };
  struct Reading {
    LatenessHistogram lateness;
    int64_t lateness_max_ns = 0;
    int64_t span_ns = 0, busy_ns = 0;  // time that went by, and the part in which the loop did not wait
    std::vector<Gap> gaps;
  };

  // A loop that comes back later than this after its previous return did not run: it returns at least every 40 ms.
  static constexpr int64_t kGapNs = 100'000'000;
  // A wait shorter than this did not wait.
  static constexpr int64_t kNoWaitNs = 3'000;

  explicit LoopMeter(int64_t now_ns) : since_ns_(now_ns), returned_ns_(now_ns), ready_since_ns_(now_ns) {}

  // The loop waited from `entered_ns` to `returned_ns`. `all_seen`: what it got is everything that was ready.
  void Waited(int64_t entered_ns, int64_t returned_ns, bool all_seen) {
    if (returned_ns - returned_ns_ > kGapNs) gaps_.push_back({returned_ns_, returned_ns});
    waited_ns_ += returned_ns - entered_ns;
    if (all_seen_) ready_since_ns_ = returned_ns - entered_ns < kNoWaitNs ? returned_ns_ : returned_ns;
    all_seen_ = all_seen;
    returned_ns_ = returned_ns;
  }

  int64_t ready_since_ns() const { return ready_since_ns_; }

  // Something was handled `late_ns` after it was ready.
  void AddLateness(int64_t late_ns) {
    const int64_t late = std::max<int64_t>(0, late_ns);
    lateness_.Add(static_cast<uint64_t>(late));
    lateness_max_ns_ = std::max(lateness_max_ns_, late);
  }

  // What was measured since the previous call. Requires now_ns at or after the last return.
  Reading Take(int64_t now_ns) {
    Reading reading{.lateness = std::move(lateness_), .lateness_max_ns = lateness_max_ns_, .gaps = std::move(gaps_)};
    reading.span_ns = now_ns - since_ns_;
    reading.busy_ns = reading.span_ns - waited_ns_;
    lateness_.Clear();
    gaps_.clear();
    lateness_max_ns_ = 0;
    waited_ns_ = 0;
    since_ns_ = now_ns;
    return reading;
  }

 private:
  int64_t since_ns_, returned_ns_, ready_since_ns_;
  int64_t waited_ns_ = 0, lateness_max_ns_ = 0;
  bool all_seen_ = true;
  LatenessHistogram lateness_;
  std::vector<Gap> gaps_;
};

}  // namespace barrage

#endif  // AGENT_LOOP_LOOP_METER_H_
