#ifndef COORDINATOR_CLI_SIGNAL_WATCH_H_
#define COORDINATOR_CLI_SIGNAL_WATCH_H_

#include <functional>
#include <thread>

#include "common/base/unique_fd.h"
#include "coordinator/fleet/stop_signal.h"

namespace barrage {

// Turns SIGINT and SIGTERM into a StopSignal while it lives, and ignores SIGHUP and SIGPIPE for good: a closed terminal
// or pipe must not end a run. It blocks the two signals in the thread that makes it: make it before other threads.
// A fourth signal ends the process at once.
class SignalWatch {
 public:
  // `told` is called on a thread of its own after each signal. Both outlive the watch.
  SignalWatch(StopSignal& stop, std::function<void(StopLevel)> told);
  ~SignalWatch();

  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  void Watch();

  StopSignal& stop_;
  const std::function<void(StopLevel)> told_;
  UniqueFd signals_, end_;
  std::thread thread_;
};

// 130 for SIGINT, 143 for SIGTERM. Requires a raised `stop`.
int InterruptedExitCode(const StopSignal& stop);

}  // namespace barrage

#endif  // COORDINATOR_CLI_SIGNAL_WATCH_H_
