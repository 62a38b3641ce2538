#ifndef AGENT_HEALTH_SERVER_H_
#define AGENT_HEALTH_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "agent/session_status.h"

namespace barrage {

// The agent's state as Prometheus text.
std::string MetricsText(const SessionStatus::View& view);

// Answers GET over plain HTTP, on threads of its own: /healthz (200 while the process lives), /readyz (200 with a
// coordinator, else 503) and /metrics. It tells nothing of targets, prompts or keys.
class HealthServer {
 public:
  // `status` outlives the server. Error: Unavailable, naming the address.
  static absl::StatusOr<std::unique_ptr<HealthServer>> Start(const std::string& host_port, const SessionStatus& status);
  ~HealthServer();

  HealthServer(const HealthServer&) = delete;
  HealthServer& operator=(const HealthServer&) = delete;

  int port() const;

 private:
  class Impl;
  explicit HealthServer(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace barrage

#endif  // AGENT_HEALTH_SERVER_H_
