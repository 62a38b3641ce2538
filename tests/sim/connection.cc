#include "tests/sim/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "tests/sim/monotonic.h"
#include "tests/sim/socket.h"

namespace barrage::sim {
namespace {

bool WouldBlock(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

uint32_t Took(int64_t before_ns) {
  return static_cast<uint32_t>(std::min<int64_t>(MonotonicNs() - before_ns, UINT32_MAX));
}

}  // namespace

bool Connection::Receive() {
  static thread_local char buffer[64 << 10];
  while (true) {
    const Received received = sim::Receive(fd(), buffer, sizeof(buffer));
    if (received.bytes < 0) return WouldBlock(received.error);
    if (received.bytes == 0) return false;
    read_ns = received.read_ns;
    arrival_ns = received.arrival_ns;
    arrival_by_kernel = received.by_kernel;
    if (!closing) reader.Append(absl::string_view(buffer, received.bytes));
    if (received.bytes < static_cast<ssize_t>(sizeof(buffer))) return true;
  }
}

Connection::Sent Connection::Send(absl::string_view bytes, WriteKind kind, int64_t tokens) {
  std::optional<size_t> write;
  if (exchange.has_value()) {
    write = exchange->entry.writes.size();
    exchange->entry.writes.push_back({0, 0, static_cast<uint16_t>(std::min<int64_t>(tokens, UINT16_MAX)), kind});
  }
  const int64_t before_ns = MonotonicNs();
  if (write.has_value()) exchange->entry.writes[*write].before_ns = before_ns;
  ssize_t sent = 0;
  if (unsent_.empty()) {
    sent = ::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent == static_cast<ssize_t>(bytes.size())) {
      if (write.has_value()) exchange->entry.writes[*write].took_ns = Took(before_ns);
      return Sent::kAll;
    }
    if (sent < 0 && !WouldBlock(errno)) return Sent::kGone;
  }
  unsent_.push_back({std::string(bytes), static_cast<size_t>(std::max<ssize_t>(sent, 0)), write});
  return Sent::kBlocked;
}

Connection::Sent Connection::Flush() {
  while (!unsent_.empty()) {
    Unsent& next = unsent_.front();
    const size_t left = next.bytes.size() - next.sent;
    const ssize_t sent = ::send(fd(), next.bytes.data() + next.sent, left, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) return WouldBlock(errno) ? Sent::kBlocked : Sent::kGone;
    next.sent += sent;
    if (next.sent < next.bytes.size()) return Sent::kBlocked;
    if (next.write.has_value() && exchange.has_value()) {
      JournalWrite& write = exchange->entry.writes[*next.write];
      write.took_ns = Took(write.before_ns);
    }
    unsent_.pop_front();
  }
  return Sent::kAll;
}

}  // namespace barrage::sim
