#include "agent/host/self_counters.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "agent/host/proc_file.h"

namespace barrage {
namespace {

int64_t Nanoseconds(const timeval& time) { return (int64_t{time.tv_sec} * 1'000'000 + time.tv_usec) * 1000; }

uint64_t CountOpenFiles() {
  DIR* const folder = opendir("/proc/self/fd");
  if (folder == nullptr) return 0;
  uint64_t entries = 0;
  while (readdir(folder) != nullptr) ++entries;
  closedir(folder);
  return entries < 3 ? 0 : entries - 3;  // ".", "..", and the folder itself
}

}  // namespace

std::optional<uint64_t> ParseResidentPages(absl::string_view statm) {
  const std::vector<absl::string_view> words = absl::StrSplit(statm, absl::MaxSplits(' ', 2));
  uint64_t pages = 0;
  if (words.size() < 2 || !absl::SimpleAtoi(words[1], &pages)) return std::nullopt;
  return pages;
}

SelfCounters ReadSelfCounters() {
  SelfCounters counters;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  counters.cpu_ns = Nanoseconds(usage.ru_utime) + Nanoseconds(usage.ru_stime);
  counters.involuntary_switches = static_cast<uint64_t>(usage.ru_nivcsw);
  counters.open_files = CountOpenFiles();
  counters.resident_bytes = ParseResidentPages(ReadProcFile("/proc/self/statm").value_or("")).value_or(0) *
                            static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  return counters;
}

}  // namespace barrage
