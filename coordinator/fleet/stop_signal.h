#ifndef COORDINATOR_FLEET_STOP_SIGNAL_H_
#define COORDINATOR_FLEET_STOP_SIGNAL_H_

#include <atomic>

namespace barrage {

// How urgently the person wants the run to end: each signal raises it by one.
enum class StopLevel {
  kNone = 0,
  kDrain = 1,   // issue nothing more, let streams end
  kCancel = 2,  // cut streams now
  kLeave = 3,   // wait for nobody
};

// The signals that asked to stop. Lock-free: Raise may be called in a signal handler; any thread may read.
class StopSignal {
 public:
  // Keeps the number of the first signal.
  void Raise(int signal_number) {
    int none = 0;
    signal_number_.compare_exchange_strong(none, signal_number);
    count_.fetch_add(1);
  }

  StopLevel level() const {
    const int count = count_.load();
    return count >= 3 ? StopLevel::kLeave : static_cast<StopLevel>(count);
  }

  // 0 before the first.
  int signal_number() const { return signal_number_.load(); }

 private:
  std::atomic<int> count_{0}, signal_number_{0};
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_STOP_SIGNAL_H_
