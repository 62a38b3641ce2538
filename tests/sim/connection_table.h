#ifndef TESTS_SIM_CONNECTION_TABLE_H_
#define TESTS_SIM_CONNECTION_TABLE_H_

#include <sys/epoll.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "common/base/unique_fd.h"
#include "tests/sim/connection.h"

namespace barrage::sim {

// The connections of one loop, and what its epoll watches of them. That loop's thread only.
class ConnectionTable {
 public:
  // What an epoll event is about, packed into its 64 bits.
  struct Source {
    int fd = -1;
    uint64_t connection = 0;  // 0: not a connection

    bool operator==(const Source&) const = default;
  };
  static Source SourceOf(const epoll_event& event);

  ConnectionTable(UniqueFd listener, size_t max_body_bytes);

  int epoll() const { return epoll_.get(); }
  int listener() const { return listener_.get(); }

  // Watches a descriptor of the loop's own for reading.
  void WatchOwn(int fd);

  // Takes the next connection without watching it; empty when there is none. Where descriptors have run out it is
  // turned away and `*turned_away` set.
  std::unique_ptr<Connection> Accept(bool* turned_away);

  // Keeps and watches it.
  Connection& Keep(std::unique_ptr<Connection> connection);

  // nullptr when that connection is gone, even if its descriptor is in use again.
  Connection* Find(int fd, uint64_t ordinal);

  // Watches for what the connection now needs: room to write if something waits, requests unless too many are piled up.
  void Watch(Connection& connection);

  void Close(Connection& connection);

  // By descriptor, with gaps of nullptr.
  const std::vector<std::unique_ptr<Connection>>& all() const { return connections_; }

 private:
  const UniqueFd listener_;
  const size_t max_body_bytes_;
  UniqueFd epoll_;
  UniqueFd spare_;  // given up for a moment to turn a connection away when descriptors have run out
  uint64_t next_ordinal_ = 1;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_CONNECTION_TABLE_H_
