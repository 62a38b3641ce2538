#ifndef COMMON_BASE_VARINT_H_
#define COMMON_BASE_VARINT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace barrage {

// LEB128, seven bits a byte, as in Protocol Buffers.
inline void AppendVarint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

// Takes one varint off the front of `bytes`. False when they end early or it is longer than ten bytes.
inline bool TakeVarint(absl::string_view& bytes, uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    if (bytes.empty()) return false;
    const uint8_t byte = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    value |= uint64_t{byte & 0x7fu} << (shift < 64 ? shift : 63);
    if (byte < 0x80) return true;
  }
  return false;
}

// Maps signed to unsigned so that values near zero are short: 0, −1, 1, −2 … become 0, 1, 2, 3 …
inline uint64_t ZigZag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}
inline int64_t UnZigZag(uint64_t value) { return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1); }

}  // namespace barrage

#endif  // COMMON_BASE_VARINT_H_
