#include "tests/bench/floor_socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

#include <cstring>

#include "tests/bench/client_figures.h"

namespace barrage::bench {
namespace {

int64_t WallNs() {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * int64_t{1000000000} + now.tv_nsec;
}

void Enable(int fd, int level, int option) {
  const int on = 1;
  setsockopt(fd, level, option, &on, sizeof(on));
}

}  // namespace

UniqueFd Connect(const ClientFlags& flags) {
  UniqueFd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(flags.port));
  inet_pton(AF_INET, flags.host.c_str(), &address.sin_addr);
  if (connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) return UniqueFd();
  Enable(fd.get(), IPPROTO_TCP, TCP_NODELAY);
  if (!flags.user_stamps) Enable(fd.get(), SOL_SOCKET, SO_TIMESTAMPNS);
  fcntl(fd.get(), F_SETFL, O_NONBLOCK);
  return fd;
}

Read ReadStamped(int fd, char* buffer, size_t size) {
  iovec data{buffer, size};
  alignas(cmsghdr) char control[64];
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  Read read;
  read.bytes = recvmsg(fd, &message, 0);
  read.at_ns = MonotonicNs();
  const cmsghdr* header = read.bytes > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
  if (header == nullptr || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_TIMESTAMPNS) return read;
  timespec stamp;
  std::memcpy(&stamp, CMSG_DATA(header), sizeof(stamp));
  const int64_t age_ns = WallNs() - (stamp.tv_sec * int64_t{1000000000} + stamp.tv_nsec);
  if (age_ns > 0) read.at_ns = MonotonicNs() - age_ns;
  return read;
}

}  // namespace barrage::bench
