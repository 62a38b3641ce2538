#ifndef AGENT_HEALTH_SERVER_H_
#define AGENT_HEALTH_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "agent/session_status.h"
#include "common/http/web_server.h"

namespace barrage {

// The agent's state as Prometheus text.
std::string MetricsText(const SessionStatus::View& view);

// Serves at `host_port`: /healthz (200 while the process lives), /readyz and /metrics. Ready is an agent that could be
// reached by a run: it is welcomed, or the name in `coordinator` (HOST:PORT) has an address; between runs nobody
// listens there, and that is no fault. It tells nothing of targets, prompts or keys. `status` outlives the server.
// Error: Unavailable, naming the address.
absl::StatusOr<std::unique_ptr<WebServer>> ServeHealth(const std::string& host_port, const std::string& coordinator,
                                                       const SessionStatus& status);

}  // namespace barrage

#endif  // AGENT_HEALTH_SERVER_H_
