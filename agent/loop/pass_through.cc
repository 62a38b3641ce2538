#include "agent/loop/pass_through.h"

#include <sys/socket.h>

namespace barrage {

ssize_t PlainReceive(int fd, void* buffer, size_t size, int flags) {
  return recvfrom(fd, buffer, size, flags, nullptr, nullptr);
}

ssize_t PlainSend(int fd, const void* buffer, size_t size, int flags) {
  return sendto(fd, buffer, size, flags, nullptr, 0);
}

}  // namespace barrage
