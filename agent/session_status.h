#ifndef AGENT_SESSION_STATUS_H_
#define AGENT_SESSION_STATUS_H_

#include <string>

#include "common/base/mutex.h"
#include "proto/facts.pb.h"

namespace barrage {

// What an agent's health page shows. Thread-safe: the session writes it, the page's server reads it.
class SessionStatus {
 public:
  struct View {
    bool welcomed = false;  // by a coordinator, now
    std::string agent_id;
    std::string run_id, state;  // state of the run; "idle"
    wire::HealthSample health;  // the newest of the run
  };

  void Set(View view) {
    const MutexLock lock(mutex_);
    view_ = std::move(view);
  }
  View Get() const {
    const MutexLock lock(mutex_);
    return view_;
  }

 private:
  mutable Mutex mutex_;
  View view_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace barrage

#endif  // AGENT_SESSION_STATUS_H_
