#ifndef AGENT_LOOP_SOCKET_USE_H_
#define AGENT_LOOP_SOCKET_USE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace barrage {

// One read from a socket: when its bytes arrived, and how that is known. Times are CLOCK_MONOTONIC.
struct ReadStamp {
  uint64_t id = 0;             // counts the reads of this thread
  int64_t at_ns = 0;           // arrival: the kernel's stamp, or the time after the read
  int64_t read_ns = 0;         // after the read
  int64_t empty_ns = 0;        // when the socket was last known to be empty, before the read
  int64_t kernel_wall_ns = 0;  // the stamp as the kernel gave it; equal ones are of one segment. 0: none
  bool kernel = false;         // at_ns is the kernel's
  bool emptied = true;         // nothing was left in the socket; else at_ns is an upper bound
};

// What went over a socket on behalf of one request, as the thread's SocketStamps sees it.
struct SocketUse {
  int fd = -1;  // −1 until the request's first send
  uint64_t sends = 0, bytes_sent = 0, bytes_read = 0;
  int64_t connected_ns = 0;                     // when the connection stood, if this is its first use; 0: unknown
  int64_t last_sent_ns = 0;                     // return of the newest send that took bytes
  int64_t first_byte_ns = 0, last_byte_ns = 0;  // arrival, as ReadStamp.at_ns
  int64_t active_ns = 0;                        // the newest send or read that moved bytes, when it returned
  bool peer_closed = false;                     // a read returned 0

  // The newest bytes read, as they were on the wire.
  static constexpr size_t kTail = 8;
  std::array<char, kTail> tail{};

  void KeepTail(const char* bytes, size_t size) {
    if (size >= kTail) {
      std::memcpy(tail.data(), bytes + size - kTail, kTail);
    } else {
      std::memmove(tail.data(), tail.data() + size, kTail - size);
      std::memcpy(tail.data() + kTail - size, bytes, size);
    }
  }
};

}  // namespace barrage

#endif  // AGENT_LOOP_SOCKET_USE_H_
