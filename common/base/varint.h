#ifndef COMMON_BASE_VARINT_H_
#define COMMON_BASE_VARINT_H_

#include <algorithm>
#include <cstddef>
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
  const size_t most = std::min<size_t>(bytes.size(), 10);
  for (size_t i = 0; i < most; ++i) {
    const uint8_t byte = static_cast<uint8_t>(bytes[i]);
    value |= uint64_t{byte & 0x7fu} << 7 * i;
    if (byte >= 0x80) continue;
    bytes.remove_prefix(i + 1);
    return true;
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
