// Any bytes, cut anywhere: the same events as in one piece, and never more memory than the cap.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/sse/sse_parser.h"

namespace {

constexpr size_t kMaxBytes = 64;

std::vector<std::string> Events(absl::string_view stream, size_t step) {
  barrage::SseParser parser(kMaxBytes);
  std::vector<std::string> events;
  for (size_t at = 0; at < stream.size(); at += step) {
    const absl::Status status = parser.Feed(stream.substr(at, step), [&](const barrage::SseEvent& event) {
      if (event.data.size() > kMaxBytes || event.name.size() > kMaxBytes) std::abort();
      events.push_back(absl::StrCat(event.comment ? ":" : "", event.name, "|", event.data));
      return absl::OkStatus();
    });
    if (!status.ok()) break;
  }
  return events;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const absl::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::vector<std::string> bytewise = Events(stream, 1), pieces = Events(stream, 1 + data[0] % 32);
  if (bytewise != pieces) std::abort();
  return 0;
}
