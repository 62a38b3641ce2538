#ifndef TESTS_SIM_TIMER_QUEUE_H_
#define TESTS_SIM_TIMER_QUEUE_H_

#include <cstdint>
#include <queue>
#include <vector>

#include "tests/sim/monotonic.h"

namespace barrage::sim {

// What is to happen at a time, to one connection. A timer is never taken back: who takes it out checks whether
// `connection` and `exchange` still are what they were.
struct Timer {
  int64_t due_ns = 0;
  uint64_t order = 0;  // given by the queue
  int fd = -1;
  uint64_t connection = 0;
  uint64_t exchange = 0;
  bool idle_check = false;
};

// Earliest first; of two at the same time, the one that was added first.
class TimerQueue {
 public:
  void Add(Timer timer) {
    timer.order = next_order_++;
    heap_.push(timer);
  }

  int64_t next_due_ns() const { return heap_.empty() ? kNeverNs : heap_.top().due_ns; }

  // Requires next_due_ns() != kNeverNs.
  Timer Pop() {
    const Timer timer = heap_.top();
    heap_.pop();
    return timer;
  }

 private:
  struct Later {
    bool operator()(const Timer& a, const Timer& b) const {
      return a.due_ns != b.due_ns ? a.due_ns > b.due_ns : a.order > b.order;
    }
  };
  std::priority_queue<Timer, std::vector<Timer>, Later> heap_;
  uint64_t next_order_ = 0;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_TIMER_QUEUE_H_
