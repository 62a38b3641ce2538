#ifndef COORDINATOR_CLI_TARGET_ACCESS_H_
#define COORDINATOR_CLI_TARGET_ACCESS_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/http/http_client.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// How the coordinator's own requests reach the target: the plan's headers, TLS and proxy, and the key. Each exchange
// ends within `timeout`.
HttpOptions TargetAccess(const TargetPlan& target, const std::optional<std::string>& api_key, absl::Duration timeout);

}  // namespace barrage

#endif  // COORDINATOR_CLI_TARGET_ACCESS_H_
