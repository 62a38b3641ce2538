#ifndef AGENT_HOST_SELF_COUNTERS_H_
#define AGENT_HOST_SELF_COUNTERS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace barrage {

// What this process uses.
struct SelfCounters {
  int64_t cpu_ns = 0;                 // all threads, user and system
  uint64_t involuntary_switches = 0;  // all threads
  uint64_t open_files = 0;            // now
  uint64_t resident_bytes = 0;        // now
};

SelfCounters ReadSelfCounters();

// The second number of /proc/self/statm, in pages. Absent: malformed.
std::optional<uint64_t> ParseResidentPages(absl::string_view statm);

}  // namespace barrage

#endif  // AGENT_HOST_SELF_COUNTERS_H_
