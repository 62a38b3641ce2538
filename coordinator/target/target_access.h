#ifndef COORDINATOR_TARGET_TARGET_ACCESS_H_
#define COORDINATOR_TARGET_TARGET_ACCESS_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/http/http_client.h"
#include "coordinator/plan/plan.h"
#include "coordinator/target/proxy.h"

namespace barrage {

// What the coordinator's own requests to the target have in common.
struct TargetPass {
  const TargetPlan& target;
  std::optional<std::string> api_key;
  ProxyChoice proxy;
};

// How they reach it: the plan's headers and TLS, key and proxy. Each exchange ends within `timeout`.
HttpOptions TargetAccess(const TargetPass& pass, absl::Duration timeout);

}  // namespace barrage

#endif  // COORDINATOR_TARGET_TARGET_ACCESS_H_
