#ifndef AGENT_LOOP_TIMER_H_
#define AGENT_LOOP_TIMER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

namespace barrage {

class TimerHeap;

// One alarm, owned by whoever waits for it; armed at most once at a time. It runs on its heap's thread. Destroying it
// disarms it.
class Timer {
 public:
  // `on_due` may arm this timer again, or any other; it must not destroy this one. `heap` outlives the timer.
  Timer(TimerHeap& heap, std::function<void()> on_due) : heap_(heap), on_due_(std::move(on_due)) {}
  ~Timer() { Disarm(); }

  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // Due at `at_ns` (CLOCK_MONOTONIC); replaces an earlier arming. A time in the past is due at once.
  void Arm(int64_t at_ns);
  void Disarm();
  bool armed() const { return position_ != kIdle; }

 private:
  friend class TimerHeap;
  static constexpr size_t kIdle = std::numeric_limits<size_t>::max();

  TimerHeap& heap_;
  const std::function<void()> on_due_;
  int64_t at_ns_ = 0;
  uint64_t order_ = 0;       // of arming: ties run first come, first served
  size_t position_ = kIdle;  // in the heap
};

// The alarms of one thread, soonest first: arming and disarming cost O(log n) and no allocation per alarm.
class TimerHeap {
 public:
  static constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

  // When the soonest alarm is due, or kNever.
  int64_t NextNs() const { return heap_.empty() ? kNever : heap_[0]->at_ns_; }

  // Runs what is due at `now_ns`, in order of time. What they arm anew waits for the next call, so that an alarm that
  // is always due cannot starve the loop.
  void RunDue(int64_t now_ns);

 private:
  friend class Timer;
  void Insert(Timer& timer, int64_t at_ns);
  void Remove(Timer& timer);
  void Place(Timer* timer, size_t position);
  void Rise(size_t position);
  void Sink(size_t position);
  static bool Sooner(const Timer* a, const Timer* b) {
    return a->at_ns_ != b->at_ns_ ? a->at_ns_ < b->at_ns_ : a->order_ < b->order_;
  }

  std::vector<Timer*> heap_;
  uint64_t next_order_ = 0;
};

}  // namespace barrage

#endif  // AGENT_LOOP_TIMER_H_
