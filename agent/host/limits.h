#ifndef AGENT_HOST_LIMITS_H_
#define AGENT_HOST_LIMITS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace barrage {

struct PortRange {
  uint32_t low = 32768, high = 60999;  // inclusive; the kernel's own default
  uint32_t size() const { return high - low + 1; }
  bool operator==(const PortRange&) const = default;
};

// Processors that this process may run on: affinity, and the cgroup's limit rounded up. At least 1.
uint32_t CoresAllowed(std::optional<double> cgroup_cpu_limit);

// Raises the soft limit on open files to the hard one, and returns what holds then.
uint64_t RaiseOpenFileLimit();

// "low high", as /proc/sys/net/ipv4/ip_local_port_range has it. Absent: malformed.
std::optional<PortRange> ParsePortRange(absl::string_view text);
PortRange ReadPortRange();

// What a run would need of this host, and what there is.
struct StreamDemand {
  std::string agent;   // its id, for the sentence
  std::string target;  // "10.0.3.7:8000": the address that gets the most
  uint64_t streams = 0;
  uint64_t addresses = 1;  // streams are spread over so many
  uint64_t open_files = 0, open_file_limit = 0;
  uint64_t ports_in_use = 0;  // toward `target`
  PortRange ports;
};

// OK when the streams fit. Else ResourceExhausted: which limit, the numbers, and what to do.
absl::Status CheckLimits(const StreamDemand& demand);

}  // namespace barrage

#endif  // AGENT_HOST_LIMITS_H_
