#ifndef COMMON_BASE_CHILD_PROCESS_H_
#define COMMON_BASE_CHILD_PROCESS_H_

#include <sys/types.h>
#include <sys/wait.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/unique_fd.h"

namespace barrage {

struct ChildOptions {
  bool without_settings = false;  // no variable whose name begins with BARRAGE_
  std::chrono::seconds patience{5};
};

// A program that this one started, in the same process group, so that Ctrl-C ends it too. What it prints is kept.
// Ended (SIGTERM, after `patience` SIGKILL) at destruction. One thread at a time.
class ChildProcess {
 public:
  // `words`: the program's path and its arguments.
  static absl::StatusOr<ChildProcess> Start(const std::vector<std::string>& words, ChildOptions options = {});
  ~ChildProcess();

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;

  // What it has printed so far on stdout and stderr.
  std::string Output() const;

  // Its first whole line. Error: Unavailable when it ends without one, DeadlineExceeded; both with what it printed.
  absl::StatusOr<std::string> FirstLine(std::chrono::milliseconds patience);

  // Whether it has ended by now.
  bool Ended() { return Reap(WNOHANG); }

  // Waits for its end. Returns its exit status, or 128 + the signal's number.
  int Wait();

 private:
  ChildProcess(pid_t pid, UniqueFd output, std::chrono::seconds patience)
      : pid_(pid), output_(std::move(output)), patience_(patience) {}

  // Whether it has ended; `options` of waitpid.
  bool Reap(int options);

  pid_t pid_;  // 0: moved from
  UniqueFd output_;
  std::chrono::seconds patience_;
  bool ended_ = false;
  int status_ = 0;
};

}  // namespace barrage

#endif  // COMMON_BASE_CHILD_PROCESS_H_
