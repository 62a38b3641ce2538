#ifndef AGENT_HOST_CGROUP_H_
#define AGENT_HOST_CGROUP_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace barrage {

// How often and how long the kernel held the group's processes back for its CPU quota.
struct CpuThrottling {
  uint64_t count = 0;
  int64_t time_ns = 0;
  bool operator==(const CpuThrottling&) const = default;
};

// What the control groups of this process allow. Absent: no limit, or no such controller.
struct CgroupLimits {
  std::optional<double> cpu_cores;
  std::optional<uint64_t> memory_bytes;
  bool operator==(const CgroupLimits&) const = default;
};

// The two versions' files, parsed. Absent: no limit, or malformed.
std::optional<double> ParseCpuMax(absl::string_view cpu_max);  // v2: "200000 100000", "max …"
std::optional<double> ParseCfsQuota(absl::string_view quota, absl::string_view period);  // v1: "-1" is no limit
std::optional<uint64_t> ParseMemoryLimit(absl::string_view limit);                       // both; "max", or v1's 2^63
std::optional<CpuThrottling> ParseCpuStat(absl::string_view cpu_stat);                   // both

// The control groups of this process, version 2, 1 or mixed. A limit of any group on the way to the root counts.
class Cgroup {
 public:
  // Finds the groups once. `root` is put before every path: "" but in tests.
  explicit Cgroup(const std::string& root = "");

  CgroupLimits Limits() const;

  // Now.
  std::optional<CpuThrottling> Throttling() const;

 private:
  // A group's folder under its controller's mount point; `mount` alone when the group is not visible there (a
  // container without a namespace of its own).
  struct Group {
    std::string mount, path;
    bool v2 = false;
  };

  static std::optional<Group> Find(const std::string& root, absl::string_view membership, absl::string_view controller);

  std::optional<Group> cpu_, memory_;
};

}  // namespace barrage

#endif  // AGENT_HOST_CGROUP_H_
