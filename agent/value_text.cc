#include "agent/value_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace barrage {
namespace {

struct Unit {
  absl::string_view name;
  double factor;
};
constexpr Unit kDurations[] = {{"", 1e9}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}, {"h", 3600e9}};
constexpr Unit kSizes[] = {{"", 1},         {"b", 1},      {"k", 1024},     {"kib", 1024}, {"m", 0x1p20},
                           {"mib", 0x1p20}, {"g", 0x1p30}, {"gib", 0x1p30}, {"t", 0x1p40}, {"tib", 0x1p40}};

// The number times its unit's factor. Absent: malformed, or outside [0, most].
template <size_t kUnits>
std::optional<double> Parse(absl::string_view text, const Unit (&units)[kUnits], double most) {
  size_t digits = 0;
  while (digits < text.size() && (absl::ascii_isdigit(static_cast<unsigned char>(text[digits])) || text[digits] == '.'))
    ++digits;
  double number = 0;
  if (digits == 0 || !absl::SimpleAtod(text.substr(0, digits), &number)) return std::nullopt;
  const std::string unit = absl::AsciiStrToLower(absl::StripAsciiWhitespace(text.substr(digits)));
  for (const Unit& row : units) {
    if (row.name == unit && number * row.factor <= most) return number * row.factor;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::chrono::nanoseconds> ParseDuration(absl::string_view text) {
  const std::optional<double> ns = Parse(text, kDurations, 10 * 366 * 86400e9);
  if (!ns) return std::nullopt;
  return std::chrono::nanoseconds(static_cast<int64_t>(*ns));
}

std::optional<uint64_t> ParseSize(absl::string_view text) {
  const std::optional<double> bytes = Parse(text, kSizes, 0x1p62);
  if (!bytes || *bytes < 1) return std::nullopt;
  return static_cast<uint64_t>(*bytes);
}

}  // namespace barrage
