#ifndef AGENT_HOST_TARGET_PORTS_H_
#define AGENT_HOST_TARGET_PORTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace barrage {

// The remote end of a socket in a line of /proc/net/tcp or tcp6, as it stands there ("0100007F:1F40"); empty without
// one (a listener), and for what is no such line. TIME_WAIT has one: it holds its local port.
absl::string_view RemoteOf(absl::string_view line);

// An address of a target.
struct TargetAddress {
  std::string text;              // "10.0.3.7:8000", "[::1]:8000"
  std::string kernel;            // as in /proc/net/tcp or tcp6
  std::string kernel_v4_mapped;  // an IPv4 address through an IPv6 socket; empty for IPv6
};

// All addresses of the hosts in `urls` (scheme://host[:port]/…). Waits for the resolver. Names that do not resolve are
// left out: whoever connects says why.
std::vector<TargetAddress> ResolveTargets(const std::vector<std::string>& urls);

// The target with the most local ports toward it.
struct PortUse {
  std::string target;  // its text; empty: no target
  uint64_t ports = 0;
};
using CountByRemote = std::map<std::string, uint64_t, std::less<>>;
PortUse BusiestTarget(const std::vector<TargetAddress>& targets, const CountByRemote& by_remote);

// The same, of this host now.
PortUse ReadPortUse(const std::vector<TargetAddress>& targets);

}  // namespace barrage

#endif  // AGENT_HOST_TARGET_PORTS_H_
