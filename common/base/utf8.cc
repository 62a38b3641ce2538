#include "common/base/utf8.h"

#include <cstdint>

namespace barrage {
namespace {

// Length of the character at the start of `text`, or 0 when there is none.
size_t CharacterLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0}; };
  const auto continues = [&](size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const uint8_t lead = byte(0);
  if (text.empty()) return 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return continues(1) ? 2 : 0;
  // The second byte's range is narrower after E0, ED, F0 and F4.
  const uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (byte(1) < low || byte(1) > high || !continues(2)) return 0;
  if (lead < 0xf0) return 3;
  return continues(3) ? 4 : 0;
}

}  // namespace

size_t ValidUtf8Length(absl::string_view text) {
  size_t valid = 0;
  while (const size_t length = CharacterLength(text.substr(valid))) valid += length;
  return valid;
}

std::string ToValidUtf8(absl::string_view text, size_t max_bytes) {
  constexpr absl::string_view kReplacement = "\xef\xbf\xbd";
  std::string out;
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    const absl::string_view character = length > 0 ? text.substr(0, length) : kReplacement;
    if (out.size() + character.size() > max_bytes) break;
    out.append(character.data(), character.size());
    text.remove_prefix(length > 0 ? length : 1);
  }
  return out;
}

}  // namespace barrage
