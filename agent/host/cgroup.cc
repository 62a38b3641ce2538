#include "agent/host/cgroup.h"

#include <sys/stat.h>

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "agent/host/proc_file.h"

namespace barrage {
namespace {

// Version 1 says "none" with the largest multiple of a page below 2^63.
constexpr uint64_t kNoMemoryLimit = uint64_t{1} << 62;

bool Exists(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0;
}

template <typename Value>
void TakeSmaller(std::optional<Value> value, std::optional<Value>& smallest) {
  if (value && (!smallest || *value < *smallest)) smallest = value;
}

// `path` and its parents, down to "".
std::vector<std::string> WithParents(std::string path) {
  std::vector<std::string> folders;
  for (;;) {
    folders.push_back(path);
    const size_t slash = path.rfind('/');
    if (path.empty() || slash == std::string::npos) return folders;
    path.resize(slash);
  }
}

}  // namespace

std::optional<double> ParseCfsQuota(absl::string_view quota, absl::string_view period) {
  double quota_us = 0, period_us = 0;
  if (!absl::SimpleAtod(absl::StripAsciiWhitespace(quota), &quota_us) ||
      !absl::SimpleAtod(absl::StripAsciiWhitespace(period), &period_us) || quota_us <= 0 || period_us <= 0) {
    return std::nullopt;
  }
  return quota_us / period_us;
}

std::optional<double> ParseCpuMax(absl::string_view cpu_max) {
  const std::vector<absl::string_view> words = absl::StrSplit(absl::StripAsciiWhitespace(cpu_max), ' ');
  if (words.size() != 2 || words[0] == "max") return std::nullopt;
  return ParseCfsQuota(words[0], words[1]);
}

std::optional<uint64_t> ParseMemoryLimit(absl::string_view limit) {
  uint64_t bytes = 0;
  if (!absl::SimpleAtoi(absl::StripAsciiWhitespace(limit), &bytes) || bytes >= kNoMemoryLimit) return std::nullopt;
  return bytes;
}

std::optional<CpuThrottling> ParseCpuStat(absl::string_view cpu_stat) {
  std::optional<CpuThrottling> throttling;
  for (const absl::string_view line : absl::StrSplit(cpu_stat, '\n')) {
    const std::pair<absl::string_view, absl::string_view> words = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    uint64_t value = 0;
    if (!absl::SimpleAtoi(words.second, &value)) continue;
    if (words.first == "nr_throttled") {
      if (!throttling) throttling.emplace();
      throttling->count = value;
    } else if (words.first == "throttled_usec" || words.first == "throttled_time") {  // v2: µs, v1: ns
      if (!throttling) throttling.emplace();
      throttling->time_ns = static_cast<int64_t>(words.first == "throttled_usec" ? value * 1000 : value);
    }
  }
  return throttling;
}

std::optional<Cgroup::Group> Cgroup::Find(const std::string& root, absl::string_view membership,
                                          absl::string_view controller) {
  std::optional<Group> found;
  for (const absl::string_view line : absl::StrSplit(membership, '\n', absl::SkipEmpty())) {
    // hierarchy:controllers:path; the unified hierarchy is 0 and names no controller.
    const std::vector<std::string> fields = absl::StrSplit(line, absl::MaxSplits(':', 2));
    if (fields.size() != 3) continue;
    const bool v2 = fields[0] == "0" && fields[1].empty();
    const std::vector<absl::string_view> controllers = absl::StrSplit(fields[1], ',');
    const bool v1 = std::find(controllers.begin(), controllers.end(), controller) != controllers.end();
    if (!v1 && !(v2 && !found)) continue;  // a version 1 mount of the controller is the one that has it
    Group group;
    group.v2 = !v1;
    group.mount = absl::StrCat(root, "/sys/fs/cgroup", v1 ? absl::StrCat("/", fields[1]) : "");
    if (v1 && !Exists(group.mount)) group.mount = absl::StrCat(root, "/sys/fs/cgroup/", controller);
    if (v2 && Exists(absl::StrCat(group.mount, "/unified"))) group.mount += "/unified";
    group.path = fields[2] == "/" ? "" : fields[2];
    if (!Exists(group.mount + group.path)) group.path = "";
    found = group;
  }
  return found;
}

Cgroup::Cgroup(const std::string& root) {
  const std::optional<std::string> membership = ReadProcFile(root + "/proc/self/cgroup");
  if (!membership) return;
  cpu_ = Find(root, *membership, "cpu");
  memory_ = Find(root, *membership, "memory");
}

CgroupLimits Cgroup::Limits() const {
  CgroupLimits limits;
  if (cpu_) {
    for (const std::string& path : WithParents(cpu_->path)) {
      const std::string folder = cpu_->mount + path;
      TakeSmaller(cpu_->v2 ? ParseCpuMax(ReadProcFile(folder + "/cpu.max").value_or(""))
                           : ParseCfsQuota(ReadProcFile(folder + "/cpu.cfs_quota_us").value_or(""),
                                           ReadProcFile(folder + "/cpu.cfs_period_us").value_or("")),
                  limits.cpu_cores);
    }
  }
  if (memory_) {
    for (const std::string& path : WithParents(memory_->path)) {
      const std::string file = memory_->v2 ? "/memory.max" : "/memory.limit_in_bytes";
      TakeSmaller(ParseMemoryLimit(ReadProcFile(memory_->mount + path + file).value_or("")), limits.memory_bytes);
    }
  }
  return limits;
}

std::optional<CpuThrottling> Cgroup::Throttling() const {
  if (!cpu_) return std::nullopt;
  return ParseCpuStat(ReadProcFile(absl::StrCat(cpu_->mount, cpu_->path, "/cpu.stat")).value_or(""));
}

}  // namespace barrage
