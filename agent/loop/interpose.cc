// The program's own recv() and send(), which libcurl binds to instead of the C library's: the executable exports them
// (linkopts of this target). <sys/socket.h> is not included: it may define both inline.
#include <sys/types.h>

#include <cstddef>

#include "agent/loop/pass_through.h"
#include "agent/loop/socket_stamps.h"

extern "C" __attribute__((visibility("default"))) ssize_t recv(int fd, void* buffer, size_t size, int flags) {
  // With flags it is a peek: no bytes are taken, nothing is stamped.
  barrage::SocketStamps* const stamps = flags == 0 ? barrage::SocketStamps::OfThisThread() : nullptr;
  return stamps != nullptr ? stamps->Receive(fd, buffer, size) : barrage::PlainReceive(fd, buffer, size, flags);
}

extern "C" __attribute__((visibility("default"))) ssize_t send(int fd, const void* buffer, size_t size, int flags) {
  barrage::SocketStamps* const stamps = barrage::SocketStamps::OfThisThread();
  return stamps != nullptr ? stamps->Send(fd, buffer, size, flags) : barrage::PlainSend(fd, buffer, size, flags);
}
