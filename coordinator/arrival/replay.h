#ifndef COORDINATOR_ARRIVAL_REPLAY_H_
#define COORDINATOR_ARRIVAL_REPLAY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace barrage {

// A recorded schedule: request i is due at its i-th time. Asked to repeat, it begins anew one mean gap after its last
// time, and never ends. Not for several threads at once.
class ReplaySchedule {
 public:
  // `time_of(i)` for 0 ≤ i < size: ns after t0, non-decreasing. Requires size > 0.
  ReplaySchedule(int64_t size, std::function<int64_t(int64_t)> time_of, bool repeat)
      : size_(size), time_of_(std::move(time_of)), repeat_(repeat) {}

  // The next time, or nullopt after the last.
  std::optional<int64_t> NextOffsetNs() {
    if (next_ >= size_ && !repeat_) return std::nullopt;
    const int64_t last_ns = time_of_(size_ - 1);
    const int64_t mean_gap_ns = size_ > 1 ? (last_ns - time_of_(0)) / (size_ - 1) : 1'000'000'000;
    const int64_t round_ns = last_ns + (mean_gap_ns > 0 ? mean_gap_ns : 1'000'000);
    const int64_t i = next_++;
    return i / size_ * round_ns + time_of_(i % size_);
  }

 private:
  const int64_t size_;
  const std::function<int64_t(int64_t)> time_of_;
  const bool repeat_;
  int64_t next_ = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_ARRIVAL_REPLAY_H_
