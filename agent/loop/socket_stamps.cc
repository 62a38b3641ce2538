#include "agent/loop/socket_stamps.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>

#include "agent/loop/pass_through.h"
#include "agent/loop/stamp_rules.h"

namespace barrage {
namespace {

thread_local SocketStamps* this_thread = nullptr;

// CLOCK_REALTIME in ns from the control messages, or 0.
int64_t KernelStamp(msghdr& message) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp;
    std::memcpy(&stamp, CMSG_DATA(part), sizeof(stamp));
    return int64_t{stamp.tv_sec} * 1'000'000'000 + stamp.tv_nsec;
  }
  return 0;
}

// What the kernel measured from SYN to SYN-ACK, as long as nothing else went over the connection; 0: unknown. The loop
// may notice the connection much later.
int64_t HandshakeNs(int fd) {
  tcp_info info{};
  socklen_t size = sizeof(info);
  if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
  return int64_t{info.tcpi_rtt} * 1000;
}

// A read that filled its buffer does not tell. TLS asks for the exact size of each record, so its reads are all such.
bool IsEmpty(int fd) {
  int waiting = 0;
  return ioctl(fd, FIONREAD, &waiting) == 0 && waiting == 0;
}

}  // namespace

SocketStamps::SocketStamps(const Clock& clock) : clock_(clock), wall_offset_ns_(clock.WallNs() - clock.MonotonicNs()) {
  this_thread = this;
}

SocketStamps::~SocketStamps() { this_thread = nullptr; }

SocketStamps* SocketStamps::OfThisThread() { return this_thread; }

SocketStamps::Socket* SocketStamps::Find(int fd) {
  if (static_cast<size_t>(fd) >= sockets_.size() || !sockets_[fd].open) return nullptr;
  return &sockets_[fd];
}

void SocketStamps::Open(int fd, bool kernel) {
  const size_t slot = static_cast<size_t>(fd);
  if (slot >= sockets_.size()) sockets_.resize(std::max(slot + 1, sockets_.size() * 2));
  const int on = 1;
  const bool stamped = kernel && setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) == 0;
  const int64_t now_ns = clock_.MonotonicNs();
  sockets_[slot] = {.open = true, .kernel = stamped, .opened_ns = now_ns, .drained_ns = now_ns};
  ++opened_;
  newest_ = fd;
}

void SocketStamps::Close(int fd) {
  if (Socket* socket = Find(fd)) *socket = {};
}

void SocketStamps::BindNextSend(SocketUse& use) {
  use = {};
  awaiting_ = &use;
}

void SocketStamps::Unbind(SocketUse& use) {
  if (awaiting_ == &use) awaiting_ = nullptr;
  if (Socket* socket = use.fd < 0 ? nullptr : Find(use.fd); socket != nullptr && socket->use == &use) {
    socket->use = nullptr;
  }
}

int64_t SocketStamps::SampleWallOffset(int64_t now_ns) const {
  const int64_t offset_ns = clock_.WallNs() - now_ns;
  if (std::abs(offset_ns - wall_offset_ns_) <= kClockStepNs) return offset_ns;
  // The clock stepped, or the thread lost its core between the two readings: look again.
  const int64_t again_ns = clock_.MonotonicNs();
  return clock_.WallNs() - again_ns;
}

void SocketStamps::Stamp(Socket& socket, int64_t kernel_wall_ns, bool emptied) {
  const int64_t now_ns = clock_.MonotonicNs();
  last_read_ = {
      .id = last_read_.id + 1, .at_ns = now_ns, .read_ns = now_ns, .empty_ns = socket.drained_ns, .emptied = emptied};
  if (kernel_wall_ns != 0) {
    const int64_t offset_ns = SampleWallOffset(now_ns);
    const std::optional<int64_t> stamp_ns = MonotonicStamp({.kernel_wall_ns = kernel_wall_ns,
                                                            .wall_offset_ns = offset_ns,
                                                            .earlier_wall_offset_ns = wall_offset_ns_,
                                                            .read_ns = now_ns,
                                                            .drained_ns = socket.drained_ns});
    wall_offset_ns_ = offset_ns;
    if (stamp_ns) {
      last_read_.at_ns = *stamp_ns;
      last_read_.kernel_wall_ns = kernel_wall_ns;
      last_read_.kernel = true;
    }
  }
  if (emptied) socket.drained_ns = now_ns;
}

void SocketStamps::NoteUnseenRead(SocketUse& use, size_t size) {
  Socket unknown;
  Stamp(unknown, 0, false);
  NoteRead(use, size);
}

void SocketStamps::NoteRead(SocketUse& use, size_t size) {
  if (use.bytes_read == 0) use.first_byte_ns = last_read_.at_ns;
  use.bytes_read += size;
  use.last_byte_ns = last_read_.at_ns;
  use.active_ns = last_read_.read_ns;
}

ssize_t SocketStamps::Receive(int fd, void* buffer, size_t size) {
  ++receives_;
  Socket* const socket = Find(fd);
  if (socket == nullptr) return PlainReceive(fd, buffer, size, 0);
  iovec part{.iov_base = buffer, .iov_len = size};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(timespec))];
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = socket->kernel ? control : nullptr;
  message.msg_controllen = socket->kernel ? sizeof(control) : 0;
  const ssize_t count = recvmsg(fd, &message, 0);
  SocketUse* const use = socket->use;
  if (count > 0) {
    Stamp(*socket, socket->kernel ? KernelStamp(message) : 0, static_cast<size_t>(count) < size || IsEmpty(fd));
    if (use != nullptr) {
      NoteRead(*use, static_cast<size_t>(count));
      use->KeepTail(static_cast<const char*>(buffer), static_cast<size_t>(count));
    }
  } else if (count == 0) {
    if (use != nullptr && size > 0) use->peer_closed = true;
  } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
    socket->drained_ns = clock_.MonotonicNs();
    errno = EAGAIN;
  }
  return count;
}

ssize_t SocketStamps::Send(int fd, const void* buffer, size_t size, int flags) {
  ++sends_;
  Socket* const socket = Find(fd);
  if (socket != nullptr && !socket->sent) {
    socket->sent = true;
    if (const int64_t took_ns = HandshakeNs(fd); took_ns > 0) socket->connected_ns = socket->opened_ns + took_ns;
  }
  const ssize_t count = PlainSend(fd, buffer, size, flags);
  if (socket == nullptr) return count;
  if (awaiting_ != nullptr) {
    awaiting_->fd = fd;
    awaiting_->connected_ns = std::exchange(socket->connected_ns, 0);
    socket->use = awaiting_;
    awaiting_ = nullptr;
  }
  if (SocketUse* const use = socket->use; use != nullptr && count >= 0) {
    ++use->sends;
    use->bytes_sent += static_cast<uint64_t>(count);
    use->last_sent_ns = use->active_ns = clock_.MonotonicNs();
  }
  return count;
}

}  // namespace barrage
