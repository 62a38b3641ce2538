#include "agent/upload/spool_place.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

constexpr char kPrefix[] = "barrage-";
constexpr char kSuffix[] = ".spool";

std::string FileWord(absl::string_view word) {
  std::string safe(word);
  for (char& c : safe) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_') c = '_';
  }
  return safe;
}

}  // namespace

std::string SpoolPath(absl::string_view folder, absl::string_view run_id, absl::string_view incarnation) {
  return absl::StrCat(folder, "/", kPrefix, FileWord(run_id), "-", FileWord(incarnation), kSuffix);
}

uint64_t SpoolCapacity(const std::string& folder, uint64_t limit_bytes) {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(folder, error);
  if (error) return limit_bytes;
  return std::min<uint64_t>(limit_bytes, space.available / 5 * 4);
}

void RemoveStaleSpools(const std::string& folder) {
  std::error_code error;
  const auto oldest = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename();
    if (!absl::StartsWith(name, kPrefix) || !absl::EndsWith(name, kSuffix)) continue;
    std::error_code ignored;
    if (entry.last_write_time(ignored) < oldest && !ignored) std::filesystem::remove(entry.path(), ignored);
  }
}

}  // namespace barrage
