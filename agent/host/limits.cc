#include "agent/host/limits.h"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "agent/host/proc_file.h"

namespace barrage {
namespace {

// Files beside the streams' sockets: epoll, eventfds, the coordinator's stream, the spool, logs.
constexpr uint64_t kSpareFiles = 64;

// 28231 as "28,231".
std::string Grouped(uint64_t number) {
  const std::string digits = absl::StrCat(number);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped.push_back(',');
    grouped.push_back(digits[i]);
  }
  return grouped;
}

}  // namespace

uint32_t CoresAllowed(std::optional<double> cgroup_cpu_limit) {
  cpu_set_t set;
  CPU_ZERO(&set);
  uint32_t cores = sched_getaffinity(0, sizeof(set), &set) == 0 ? static_cast<uint32_t>(CPU_COUNT(&set)) : 1;
  if (cgroup_cpu_limit) cores = std::min(cores, static_cast<uint32_t>(std::ceil(*cgroup_cpu_limit)));
  return std::max(cores, 1u);
}

uint64_t RaiseOpenFileLimit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) return before;
  return limit.rlim_cur;
}

std::optional<PortRange> ParsePortRange(absl::string_view text) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, absl::ByAnyChar(" \t\n"), absl::SkipEmpty());
  PortRange range;
  if (words.size() != 2 || !absl::SimpleAtoi(words[0], &range.low) || !absl::SimpleAtoi(words[1], &range.high) ||
      range.low > range.high || range.high > 65535) {
    return std::nullopt;
  }
  return range;
}

PortRange ReadPortRange() {
  return ParsePortRange(ReadProcFile("/proc/sys/net/ipv4/ip_local_port_range").value_or("")).value_or(PortRange());
}

absl::Status CheckLimits(const StreamDemand& demand) {
  const uint64_t files = demand.open_files + demand.streams + kSpareFiles;
  if (files > demand.open_file_limit) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "open files short on ", demand.agent, ": ", Grouped(demand.streams), " streams need ", Grouped(files),
        " files, the limit is ", Grouped(demand.open_file_limit), ". Raise it (ulimit -Hn), or add agents."));
  }
  const uint64_t each = (demand.streams + demand.addresses - 1) / std::max<uint64_t>(demand.addresses, 1);
  if (demand.ports_in_use + each > demand.ports.size()) {
    return absl::ResourceExhaustedError(
        absl::StrCat("local ports short on ", demand.agent, ": ", Grouped(demand.ports_in_use), " of ",
                     Grouped(demand.ports.size()), " in use toward ", demand.target, ", ", Grouped(each),
                     " more are needed. Reuse connections, widen net.ipv4.ip_local_port_range, or add agents."));
  }
  return absl::OkStatus();
}

}  // namespace barrage
