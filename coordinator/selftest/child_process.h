#ifndef COORDINATOR_SELFTEST_CHILD_PROCESS_H_
#define COORDINATOR_SELFTEST_CHILD_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/unique_fd.h"

namespace barrage {

// A program that this one started, in the same process group, so that Ctrl-C ends it too. What it prints is kept.
// Ended (SIGTERM, after five seconds SIGKILL) at destruction.
class ChildProcess {
 public:
  // `words`: the program's path and its arguments.
  static absl::StatusOr<ChildProcess> Start(const std::vector<std::string>& words);
  ~ChildProcess();

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;

  // What it has printed so far on stdout and stderr.
  std::string Output() const;

  // Its first whole line. Error: Unavailable when it ends without one, DeadlineExceeded; both with what it printed.
  absl::StatusOr<std::string> FirstLine(std::chrono::milliseconds patience);

  // Waits for its end. Returns its exit status, or 128 + the signal's number.
  int Wait();

 private:
  ChildProcess(pid_t pid, UniqueFd output) : pid_(pid), output_(std::move(output)) {}

  // Whether it has ended; `options` of waitpid.
  bool Reap(int options);

  pid_t pid_;  // 0: moved from
  UniqueFd output_;
  bool ended_ = false;
  int status_ = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_SELFTEST_CHILD_PROCESS_H_
