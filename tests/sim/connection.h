#ifndef TESTS_SIM_CONNECTION_H_
#define TESTS_SIM_CONNECTION_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/base/unique_fd.h"
#include "tests/sim/exchange.h"
#include "tests/sim/http_reader.h"

namespace barrage::sim {

// One client's socket, what was read from it and what waits to be written. Its loop's thread only.
class Connection {
 public:
  enum class Sent { kAll, kBlocked, kGone };

  Connection(UniqueFd fd, uint64_t ordinal, size_t max_body_bytes)
      : reader(max_body_bytes), ordinal_(ordinal), fd_(std::move(fd)) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int fd() const { return fd_.get(); }
  uint64_t ordinal() const { return ordinal_; }

  // Takes all bytes there are into `reader`. False once the peer has closed or reset.
  bool Receive();

  // One send() of its own, noted as a JournalWrite of the exchange if there is one. What the socket does not take
  // waits, and every later write waits behind it, still a send() of its own.
  Sent Send(absl::string_view bytes, WriteKind kind, int64_t tokens);

  // The socket can be written again.
  Sent Flush();
  bool has_unsent() const { return !unsent_.empty(); }

  HttpReader reader;
  std::optional<Exchange> exchange;
  uint64_t requests = 0;
  int64_t read_ns = 0;     // when bytes last came
  int64_t arrival_ns = 0;  // and the stamp of the newest of them
  bool arrival_by_kernel = false;
  int64_t idle_since_ns = 0;
  bool closing = false;  // our FIN is sent; waiting for theirs
  uint32_t watched_events = 0;

 private:
  struct Unsent {
    std::string bytes;
    size_t sent = 0;
    std::optional<size_t> write;  // index in the exchange's journal entry
  };

  const uint64_t ordinal_;
  UniqueFd fd_;
  std::deque<Unsent> unsent_;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_CONNECTION_H_
