#ifndef AGENT_VALUE_TEXT_H_
#define AGENT_VALUE_TEXT_H_

#include <chrono>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace barrage {

// "90", "90s", "1.5m", "2h", "250ms": a plain number is seconds. Absent: malformed, negative, or above ten years.
std::optional<std::chrono::nanoseconds> ParseDuration(absl::string_view text);

// "4GiB", "512M", "1048576": powers of 1024. Absent: malformed, 0, or above 2^62.
std::optional<uint64_t> ParseSize(absl::string_view text);

}  // namespace barrage

#endif  // AGENT_VALUE_TEXT_H_
