#ifndef COORDINATOR_CLI_RESULTS_PAGES_H_
#define COORDINATOR_CLI_RESULTS_PAGES_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/http/prometheus_text.h"
#include "common/http/web_server.h"
#include "coordinator/plan/settings.h"

namespace barrage {

// Serves the coordinator's pages at `address`: the artifact directory's results, and `metrics` (called on any thread;
// absent: none) beside them. Error: the address cannot be listened on, or the token's file cannot be read.
absl::StatusOr<std::unique_ptr<WebServer>> ServeResults(const std::string& address, const Settings& settings,
                                                        std::function<std::vector<MetricSample>()> metrics);

}  // namespace barrage

#endif  // COORDINATOR_CLI_RESULTS_PAGES_H_
