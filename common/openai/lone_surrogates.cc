#include "common/openai/lone_surrogates.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"

namespace barrage {

bool ReplaceLoneSurrogates(std::string& data) {
  const auto unit_at = [&](size_t at) {
    uint32_t unit = 0;
    if (at + 6 > data.size() || data[at] != '\\' || data[at + 1] != 'u') return uint32_t{0};
    for (size_t i = at + 2; i < at + 6; ++i) {
      if (!absl::ascii_isxdigit(static_cast<unsigned char>(data[i]))) return uint32_t{0};
      unit = unit * 16 + static_cast<uint32_t>(data[i] <= '9' ? data[i] - '0' : (data[i] | 0x20) - 'a' + 10);
    }
    return unit;
  };
  bool replaced = false;
  for (size_t i = 0; i + 1 < data.size(); ++i) {
    if (data[i] != '\\') continue;
    const uint32_t unit = unit_at(i);
    if (unit >= 0xd800 && unit < 0xdc00 && unit_at(i + 6) >= 0xdc00 && unit_at(i + 6) < 0xe000) {
      i += 11;
    } else if (unit >= 0xd800 && unit < 0xe000) {
      data.replace(i, 6, "\\ufffd");
      replaced = true;
      i += 5;
    } else {
      ++i;  // the escaped character
    }
  }
  return replaced;
}

}  // namespace barrage
