#ifndef TESTS_SIM_SOCKET_H_
#define TESTS_SIM_SOCKET_H_

#include <sys/epoll.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/unique_fd.h"

namespace barrage::sim {

// A listening, non-blocking IPv4 socket that may share its port (SO_REUSEPORT). The kernel stamps what arrives on it
// and on the connections it gives.
absl::StatusOr<UniqueFd> Listen(const std::string& host, int port);
int LocalPort(int fd);

// One connection, non-blocking, TCP_NODELAY. Invalid when there is none to take; errno says why.
UniqueFd Accept(int listener);

struct Received {
  ssize_t bytes = 0;  // as recv()
  int error = 0;      // errno where bytes < 0
  int64_t read_ns = 0;
  int64_t arrival_ns = 0;  // of the newest byte: the kernel's stamp moved to CLOCK_MONOTONIC, else read_ns
  bool by_kernel = false;
};
Received Receive(int fd, char* buffer, size_t size);

// Makes the close that follows send RST.
void ArmReset(int fd);

// Waits for events until `due_ns` (CLOCK_MONOTONIC; kNeverNs: for ever), to the nanosecond where the kernel has
// epoll_pwait2. Returns the number of events.
int WaitUntil(int epoll, epoll_event* events, int capacity, int64_t due_ns);

}  // namespace barrage::sim

#endif  // TESTS_SIM_SOCKET_H_
