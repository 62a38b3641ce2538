#include "coordinator/report/terminal_text.h"

#include <cstdint>

#include "common/base/utf8.h"

namespace barrage {
namespace {

bool StartsCharacter(char c) { return (static_cast<uint8_t>(c) & 0xc0u) != 0x80u; }

}  // namespace

size_t Columns(absl::string_view text) {
  size_t columns = 0;
  for (const char c : text) columns += StartsCharacter(c);
  return columns;
}

std::string OneLine(absl::string_view text, size_t columns) {
  std::string line = ToValidUtf8(text, 3 * text.size());
  for (char& c : line) {
    if (static_cast<uint8_t>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  if (Columns(line) <= columns) return line;
  size_t end = 0;
  for (size_t seen = 0; end < line.size(); ++end) {
    seen += StartsCharacter(line[end]);
    if (seen > columns) break;
  }
  return line.substr(0, end) + "…";
}

}  // namespace barrage
