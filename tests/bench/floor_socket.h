#ifndef TESTS_BENCH_FLOOR_SOCKET_H_
#define TESTS_BENCH_FLOOR_SOCKET_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

#include "common/base/unique_fd.h"
#include "tests/bench/client_flags.h"

namespace barrage::bench {

// A connected, non-blocking socket with TCP_NODELAY and, unless flags.user_stamps, kernel receive timestamps. Invalid
// if the connection could not be made; errno says why.
UniqueFd Connect(const ClientFlags& flags);

struct Read {
  ssize_t bytes = 0;  // as recv()
  int64_t at_ns = 0;  // CLOCK_MONOTONIC: the kernel's stamp of the newest byte where there is one
};
Read ReadStamped(int fd, char* buffer, size_t size);

}  // namespace barrage::bench

#endif  // TESTS_BENCH_FLOOR_SOCKET_H_
