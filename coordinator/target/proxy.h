#ifndef COORDINATOR_TARGET_PROXY_H_
#define COORDINATOR_TARGET_PROXY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "coordinator/plan/option_tree.h"

namespace barrage {

// The proxy that requests go through, decided once by the coordinator for all agents.
struct ProxyChoice {
  std::string proxy;     // empty: none
  std::string no_proxy;  // hosts that are dialled directly, as NO_PROXY lists them
  std::string from;      // the variable that named it
};

// For `url`: HTTPS_PROXY or HTTP_PROXY by its scheme, else ALL_PROXY; lower case first, as curl has it. None where
// NO_PROXY names the host or with `ignore`.
ProxyChoice ChooseProxy(absl::string_view url, bool ignore, Environment environment);

}  // namespace barrage

#endif  // COORDINATOR_TARGET_PROXY_H_
