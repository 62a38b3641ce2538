#include "tests/sim/connection_table.h"

#include <fcntl.h>

#include <cerrno>
#include <utility>

#include "tests/sim/monotonic.h"
#include "tests/sim/socket.h"

namespace barrage::sim {
namespace {

constexpr size_t kMaxPipelinedBytes = 256 << 10;

UniqueFd OpenSpare() { return UniqueFd(open("/dev/null", O_RDONLY | O_CLOEXEC)); }

// Ordinals are cut to 32 bits: 4 billion connections later a stale event could be mistaken.
void Control(int epoll, int operation, int fd, uint32_t events, uint64_t ordinal) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = (ordinal << 32) | static_cast<uint32_t>(fd);
  epoll_ctl(epoll, operation, fd, &event);
}

}  // namespace

ConnectionTable::Source ConnectionTable::SourceOf(const epoll_event& event) {
  return {static_cast<int>(event.data.u64 & UINT32_MAX), event.data.u64 >> 32};
}

ConnectionTable::ConnectionTable(UniqueFd listener, size_t max_body_bytes)
    : listener_(std::move(listener)),
      max_body_bytes_(max_body_bytes),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      spare_(OpenSpare()) {
  WatchOwn(listener_.get());
}

void ConnectionTable::WatchOwn(int fd) { Control(epoll_.get(), EPOLL_CTL_ADD, fd, EPOLLIN, 0); }

std::unique_ptr<Connection> ConnectionTable::Accept(bool* turned_away) {
  *turned_away = false;
  UniqueFd fd = sim::Accept(listener_.get());
  if (fd.valid()) return std::make_unique<Connection>(std::move(fd), next_ordinal_++, max_body_bytes_);
  if (errno == EMFILE || errno == ENFILE) {
    spare_.Reset();
    *turned_away = sim::Accept(listener_.get()).valid();
    spare_ = OpenSpare();
  }
  return nullptr;
}

Connection& ConnectionTable::Keep(std::unique_ptr<Connection> connection) {
  const size_t index = connection->fd();
  if (index >= connections_.size()) connections_.resize(index + 64);
  connections_[index] = std::move(connection);
  Connection& kept = *connections_[index];
  kept.idle_since_ns = MonotonicNs();
  kept.watched_events = EPOLLIN;
  Control(epoll_.get(), EPOLL_CTL_ADD, kept.fd(), EPOLLIN, kept.ordinal());
  return kept;
}

Connection* ConnectionTable::Find(int fd, uint64_t ordinal) {
  if (static_cast<size_t>(fd) >= connections_.size()) return nullptr;
  Connection* connection = connections_[fd].get();
  const bool same = connection != nullptr && (connection->ordinal() & UINT32_MAX) == (ordinal & UINT32_MAX);
  return same ? connection : nullptr;
}

void ConnectionTable::Watch(Connection& connection) {
  const bool read = !connection.exchange.has_value() || connection.reader.buffered_bytes() < kMaxPipelinedBytes;
  const uint32_t events = (read ? EPOLLIN : 0u) | (connection.has_unsent() ? EPOLLOUT : 0u);
  if (events == connection.watched_events) return;
  connection.watched_events = events;
  Control(epoll_.get(), EPOLL_CTL_MOD, connection.fd(), events, connection.ordinal());
}

void ConnectionTable::Close(Connection& connection) { connections_[connection.fd()].reset(); }

}  // namespace barrage::sim
