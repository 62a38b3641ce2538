#ifndef COORDINATOR_TARGET_TARGET_PROBE_H_
#define COORDINATOR_TARGET_TARGET_PROBE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "coordinator/fleet/run_setup.h"
#include "coordinator/fleet/stop_signal.h"
#include "coordinator/plan/plan.h"
#include "coordinator/target/proxy.h"
#include "proto/log.pb.h"

namespace barrage {

struct ProbeOrder {
  const Plan& plan;
  std::optional<std::string> api_key;
  ProxyChoice proxy;
  const StopSignal& stop;
  std::function<void(absl::string_view)> notice;  // sentences while it waits
};

// What was found at the target, for the run and for its log.
struct ProbedTarget {
  ResolvedTarget resolved;
  wire::TargetFacts facts;
  bool max_tokens_only = false;  // max_completion_tokens is refused or ignored: the run must send max_tokens
  std::vector<std::string> warnings;
};

// Waits until each of the plan's targets is ready, lists the models, asks what engine it is, and sends a tiny request
// where answers are made of tokens. Blocks; no longer than the plan's wait-for-model timeout and half a minute. Errors:
// Cancelled (interrupted); InvalidArgument (a model must be named, a TLS file is not usable); all others mean that the
// target cannot be used.
absl::StatusOr<ProbedTarget> ProbeTarget(const ProbeOrder& order);

// The same as far as it can be known without asking: for a coordinator that cannot reach what its agents can. Requires
// a plan that names its models.
ProbedTarget UnprobedTarget(const Plan& plan);

}  // namespace barrage

#endif  // COORDINATOR_TARGET_TARGET_PROBE_H_
