#ifndef COORDINATOR_CLI_LOCAL_AGENTS_H_
#define COORDINATOR_CLI_LOCAL_AGENTS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/unique_fd.h"

namespace barrage {

// Agent processes on this machine, for as long as this lives. Each is in a process group of its own, so that Ctrl-C
// reaches the coordinator alone. For one thread.
class LocalAgents {
 public:
  LocalAgents() = default;

  // Tells them to end (SIGTERM), waits five seconds, then kills.
  ~LocalAgents();

  LocalAgents(const LocalAgents&) = delete;
  LocalAgents& operator=(const LocalAgents&) = delete;

  // Starts one more. Error: Internal, naming the program and why.
  absl::Status Start(const std::string& program, const std::vector<std::string>& arguments);

  // Whether one of them has ended by itself; `last_words` is then the end of its stderr.
  bool AnyEnded(std::string* last_words);

  // What the agents said on stderr, one after the other, the last 4 KiB of each.
  std::string Words() const;

 private:
  struct Process {
    pid_t pid = 0;
    UniqueFd said;  // its stderr: an anonymous file
    bool ended = false;
  };

  std::vector<Process> processes_;
};

}  // namespace barrage

#endif  // COORDINATOR_CLI_LOCAL_AGENTS_H_
