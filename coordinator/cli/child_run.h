#ifndef COORDINATOR_CLI_CHILD_RUN_H_
#define COORDINATOR_CLI_CHILD_RUN_H_

#include <sys/types.h>

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "coordinator/fleet/stop_signal.h"

namespace barrage {

// Programs that are run one after the other, each in a process group of its own, so that a signal reaches it once:
// through here. What they say on stderr goes where this program's does; their stdout goes nowhere.
class ChildRuns {
 public:
  // Runs `words` (the program's path and its arguments) to its end. Returns its exit status, or 128 + the signal's
  // number. Error: Internal, it cannot be started. Not after `stop` was raised: nothing would tell the child.
  absl::StatusOr<int> Run(const std::vector<std::string>& words, const StopSignal& stop);

  // Passes a signal on to the child that runs, if one does. Any thread.
  void Signal(int number);

 private:
  std::atomic<pid_t> running_{0};
};

}  // namespace barrage

#endif  // COORDINATOR_CLI_CHILD_RUN_H_
