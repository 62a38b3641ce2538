#ifndef COORDINATOR_CLI_PORT_HOLDER_H_
#define COORDINATOR_CLI_PORT_HOLDER_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace barrage {

// A process that listens on a TCP port of this host.
struct PortHolder {
  int pid = 0;
  std::string program;
  std::string run_directory;  // of the run whose records it has open; "" without one
};

// Who listens on `port`, as /proc shows it. Absent: nobody, or a process that this user may not look into.
std::optional<PortHolder> FindPortHolder(int port);

// Why `address` (HOST:PORT) cannot be listened on: names the process there and its run. "" where none is found.
std::string DescribePortHolder(absl::string_view address);

}  // namespace barrage

#endif  // COORDINATOR_CLI_PORT_HOLDER_H_
