#ifndef COORDINATOR_CLI_TARGET_APPROACH_H_
#define COORDINATOR_CLI_TARGET_APPROACH_H_

#include <vector>

#include "absl/status/statusor.h"
#include "coordinator/cli/api_key.h"
#include "coordinator/cli/command.h"
#include "coordinator/fleet/run_observer.h"
#include "coordinator/fleet/stop_signal.h"
#include "coordinator/target/metrics_pages.h"
#include "coordinator/target/proxy.h"
#include "coordinator/target/target_probe.h"

namespace barrage {

// How the target is reached, and what was found there.
struct Approach {
  ApiKey key;
  ProxyChoice proxy;
  ProbedTarget target;
  std::vector<MetricsPage> pages;  // of the server's own metrics
};

// Finds key and proxy, decides whether the key may travel to the agents (over TLS or loopback only),
// and asks the target. Warnings go to `observer`. A coordinator that waits for agents of other hosts may itself have no
// way to the target: that is a warning where the plan names the models. Errors: InvalidArgument or NotFound (key,
// model, files), Cancelled (interrupted); others mean that the target cannot be used.
absl::StatusOr<Approach> ApproachTarget(const CommandLine& line, const StopSignal& stop, RunObserver& observer);

}  // namespace barrage

#endif  // COORDINATOR_CLI_TARGET_APPROACH_H_
