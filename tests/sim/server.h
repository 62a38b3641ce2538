#ifndef TESTS_SIM_SERVER_H_
#define TESTS_SIM_SERVER_H_

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/sim/journal.h"
#include "tests/sim/loop.h"
#include "tests/sim/options.h"
#include "tests/sim/stats.h"

namespace barrage::sim {

// The simulator: a port, one loop a thread, one journal. Start() listens and returns; the destructor stops.
class Server {
 public:
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return port_; }
  std::string url() const;

  // Ends all loops and, with them, all connections. Any number of times.
  void Stop();

  const Journal& journal() const { return journal_; }
  const AllStats& stats() const { return stats_; }

 private:
  explicit Server(const Options& options) : options_(options), journal_(options.journal_limit_bytes) {}

  const Options options_;
  Journal journal_;
  AllStats stats_;
  int port_ = 0;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_SERVER_H_
