#include "tests/sim/socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "tests/sim/monotonic.h"

namespace barrage::sim {
namespace {

void Enable(int fd, int level, int option) {
  const int on = 1;
  setsockopt(fd, level, option, &on, sizeof(on));
}

absl::Status Failed(absl::string_view what, const std::string& host, int port) {
  return absl::UnavailableError(absl::StrCat(what, " ", host, ":", port, ": ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<UniqueFd> Listen(const std::string& host, int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) {
    return absl::InvalidArgumentError(absl::StrCat("--host must be an IPv4 address, got '", host, "'"));
  }
  UniqueFd fd(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd.valid()) return Failed("socket for", host, port);
  Enable(fd.get(), SOL_SOCKET, SO_REUSEADDR);
  Enable(fd.get(), SOL_SOCKET, SO_REUSEPORT);
  Enable(fd.get(), SOL_SOCKET, SO_TIMESTAMPNS);
  // Connections take it over. A system's default may pace what is sent (BBR does), and the journal would not know.
  setsockopt(fd.get(), IPPROTO_TCP, TCP_CONGESTION, "reno", 4);
  if (bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) return Failed("bind", host, port);
  if (listen(fd.get(), 8192) != 0) return Failed("listen at", host, port);
  return fd;
}

int LocalPort(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

UniqueFd Accept(int listener) {
  UniqueFd fd(accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (fd.valid()) Enable(fd.get(), IPPROTO_TCP, TCP_NODELAY);
  return fd;
}

Received Receive(int fd, char* buffer, size_t size) {
  iovec data{buffer, size};
  alignas(cmsghdr) char control[128];
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  Received received;
  received.bytes = recvmsg(fd, &message, 0);
  received.error = received.bytes < 0 ? errno : 0;
  received.read_ns = received.arrival_ns = MonotonicNs();
  if (received.bytes <= 0) return received;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp;
    std::memcpy(&stamp, CMSG_DATA(header), sizeof(stamp));
    const int64_t stamp_ns = stamp.tv_sec * int64_t{1000000000} + stamp.tv_nsec;
    const int64_t age_ns = ReadClockNs(CLOCK_REALTIME) - stamp_ns;
    constexpr int64_t kOldestNs = 60'000'000'000;  // older: the wall clock was set
    if (age_ns < 0 || age_ns > kOldestNs) continue;
    received.arrival_ns = std::min(MonotonicNs() - age_ns, received.read_ns);
    received.by_kernel = true;
  }
  return received;
}

void ArmReset(int fd) {
  const linger reset{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
}

int WaitUntil(int epoll, epoll_event* events, int capacity, int64_t due_ns) {
  static thread_local bool has_pwait2 = true;
  const int64_t left_ns = due_ns == kNeverNs ? 0 : std::max<int64_t>(0, due_ns - MonotonicNs());
  if (has_pwait2) {
    const timespec timeout{left_ns / 1000000000, left_ns % 1000000000};
    const int count = epoll_pwait2(epoll, events, capacity, due_ns == kNeverNs ? nullptr : &timeout, nullptr);
    if (count >= 0 || errno != ENOSYS) return std::max(count, 0);
    has_pwait2 = false;
  }
  // Whole milliseconds, rounded down: the last one is spent polling.
  const int timeout_ms = due_ns == kNeverNs ? -1 : static_cast<int>(std::min<int64_t>(left_ns / 1000000, 1000));
  return std::max(epoll_wait(epoll, events, capacity, timeout_ms), 0);
}

}  // namespace barrage::sim
