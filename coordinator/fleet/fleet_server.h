#ifndef COORDINATOR_FLEET_FLEET_SERVER_H_
#define COORDINATOR_FLEET_FLEET_SERVER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "coordinator/fleet/attendance.h"

namespace barrage {

// PEM files. With a CA every agent must show a certificate of it.
struct TlsFiles {
  std::string cert, key;
  std::optional<std::string> ca;
};

struct ListenOptions {
  std::string address = "127.0.0.1:0";   // HOST:PORT; port 0: any free one
  std::optional<std::string> run_token;  // agents must prove that they know it
  std::optional<TlsFiles> tls;
  int expected_agents = 1;
  absl::Duration hello_within = absl::Seconds(5);  // of dialling in
};

struct AgentPresence {
  std::string id;
  wire::AgentFacts facts;
};

// The port that agents dial, from Start to its destruction; agents stay connected between runs. Any thread.
class FleetServer {
 public:
  // Error: Unavailable when the address cannot be bound, InvalidArgument or NotFound for the TLS files. `clock`
  // outlives it.
  static absl::StatusOr<std::unique_ptr<FleetServer>> Start(ListenOptions options, const Clock& clock = SystemClock());

  // Breaks every stream off. No run may be attached.
  ~FleetServer();

  FleetServer(const FleetServer&) = delete;
  FleetServer& operator=(const FleetServer&) = delete;

  int port() const { return port_; }

  // Who is connected, by id.
  std::vector<AgentPresence> agents() const;

  // For the run's controller.
  Attendance& attendance() { return attendance_; }

 private:
  class Impl;

  FleetServer();

  Attendance attendance_;
  int port_ = 0;
  std::unique_ptr<Impl> impl_;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_FLEET_SERVER_H_
