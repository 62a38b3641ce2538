#include "coordinator/cli/disk_space.h"

#include <sys/statvfs.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace barrage {
namespace {

constexpr uint64_t kBytesPerRequest = 200;
constexpr uint64_t kBytesPerEvent = 6;
constexpr uint64_t kBytesPerKeptToken = 4;  // deflated, with --keep-text
constexpr uint64_t kUsualTokens = 512;      // where the answers' length is not asked
constexpr uint64_t kMegabyte = 1'000'000;

}  // namespace

uint64_t ExpectedLogBytes(const Plan& plan, int64_t requests) {
  const uint64_t tokens =
      plan.dataset.output_tokens_mean ? static_cast<uint64_t>(*plan.dataset.output_tokens_mean) : kUsualTokens;
  const uint64_t events = plan.target.streaming ? tokens : 1;
  const uint64_t text = plan.output.keep_text ? kBytesPerKeptToken * tokens : 0;
  return kMegabyte + static_cast<uint64_t>(requests) * (kBytesPerRequest + kBytesPerEvent * events + text);
}

absl::Status CheckDiskSpace(const std::string& path, uint64_t bytes) {
  struct statvfs disk;
  if (statvfs(path.c_str(), &disk) != 0) return absl::OkStatus();  // not known: the log's own errors will tell
  const uint64_t room = static_cast<uint64_t>(disk.f_bavail) * disk.f_frsize;
  if (room >= bytes) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrFormat(
      "%s has %.1f MB of room, and the record log will take about %.1f MB. Free some, name another place "
      "with --artifact-dir, or ask for fewer requests.",
      path, static_cast<double>(room) / 1e6, static_cast<double>(bytes) / 1e6));
}

}  // namespace barrage
