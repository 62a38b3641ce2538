#ifndef AGENT_LOAD_MAILBOX_H_
#define AGENT_LOAD_MAILBOX_H_

#include <utility>

#include "common/base/mutex.h"

namespace barrage {

// The one seam between a loop's thread and others: a value that both sides reach for a moment, to put something in or
// to swap what is there for something empty. Whoever finds it taken waits for the other's swap, never for work: do
// nothing in `use` that allocates much, calls out or waits.
template <typename T>
class Mailbox {
 public:
  // Runs `use(value)` alone and returns what it returns. Any thread.
  template <typename Use>
  auto With(Use use) {
    const MutexLock lock(mutex_);
    return use(value_);
  }

  // What is there; the default value stays. Any thread.
  T Take() {
    T taken{};
    With([&taken](T& value) { std::swap(taken, value); });
    return taken;
  }

 private:
  Mutex mutex_;
  T value_ ABSL_GUARDED_BY(mutex_){};
};

}  // namespace barrage

#endif  // AGENT_LOAD_MAILBOX_H_
