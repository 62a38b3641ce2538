#ifndef COORDINATOR_FLEET_GATE_H_
#define COORDINATOR_FLEET_GATE_H_

#include <condition_variable>

#include "common/base/mutex.h"

namespace barrage {

// Lets threads in until it is shut. Any thread.
class Gate {
 public:
  // Whoever is inside holds one; it converts to false when the gate was shut before.
  class Pass {
   public:
    explicit Pass(Gate& gate) : gate_(gate), inside_(gate.Enter()) {}
    ~Pass() {
      if (inside_) gate_.Leave();
    }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    explicit operator bool() const { return inside_; }

   private:
    Gate& gate_;
    const bool inside_;
  };

  // Lets nobody in from now on, and waits until all have left.
  void Shut() {
    const MutexLock lock(mutex_);
    shut_ = true;
    while (inside_ > 0) changed_.wait(mutex_);
  }

 private:
  bool Enter() {
    const MutexLock lock(mutex_);
    if (shut_) return false;
    ++inside_;
    return true;
  }
  void Leave() {
    const MutexLock lock(mutex_);
    if (--inside_ == 0) changed_.notify_all();
  }

  Mutex mutex_;
  std::condition_variable_any changed_;
  int inside_ ABSL_GUARDED_BY(mutex_) = 0;
  bool shut_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_GATE_H_
