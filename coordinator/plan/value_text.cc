#include "coordinator/plan/value_text.h"

#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace barrage {
namespace {

absl::Status Wrong(absl::string_view wanted, absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat("must be ", wanted, ", got '", text, "'"));
}

}  // namespace

absl::StatusOr<bool> ReadBool(absl::string_view text) {
  for (const absl::string_view word : {"true", "yes", "on", "1"}) {
    if (absl::EqualsIgnoreCase(text, word)) return true;
  }
  for (const absl::string_view word : {"false", "no", "off", "0"}) {
    if (absl::EqualsIgnoreCase(text, word)) return false;
  }
  return Wrong("true or false", text);
}

absl::StatusOr<int64_t> ReadInteger(absl::string_view text) {
  int64_t value;
  if (!absl::SimpleAtoi(text, &value)) return Wrong("an integer", text);
  return value;
}

absl::StatusOr<double> ReadNumber(absl::string_view text) {
  double value;
  if (!absl::SimpleAtod(text, &value) || !std::isfinite(value)) return Wrong("a number", text);
  return value;
}

absl::StatusOr<absl::Duration> ReadDuration(absl::string_view text, absl::string_view unit) {
  const bool has_unit = !text.empty() && absl::ascii_isalpha(static_cast<unsigned char>(text.back()));
  const std::string whole = has_unit ? std::string(text) : absl::StrCat(text, unit);
  absl::Duration value;
  if (!absl::ParseDuration(whole, &value) || value == absl::InfiniteDuration() || value == -absl::InfiniteDuration()) {
    return Wrong(unit == "ms" ? "a time in ms, or with a unit (250ms, 30s)" : "a time in s, or with a unit (30s, 5m)",
                 text);
  }
  return absl::Nanoseconds(absl::ToInt64Nanoseconds(value));
}

std::string WriteNumber(double value) {
  char buffer[64];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

std::string WriteDuration(absl::Duration value, absl::string_view unit) {
  const int64_t ns = absl::ToInt64Nanoseconds(value);
  const uint64_t size = ns < 0 ? 0 - static_cast<uint64_t>(ns) : static_cast<uint64_t>(ns);
  const uint64_t per_unit = unit == "ms" ? 1'000'000 : 1'000'000'000;
  std::string text = absl::StrCat(ns < 0 ? "-" : "", size / per_unit);
  if (size % per_unit == 0) return text;
  absl::StrAppendFormat(&text, ".%0*d", unit == "ms" ? 6 : 9, size % per_unit);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

}  // namespace barrage
