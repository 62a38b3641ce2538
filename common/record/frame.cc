#include "common/record/frame.h"

#include <zlib.h>

namespace barrage {
namespace {

void AppendLittleEndian(std::string& out, uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(value >> shift));
}

uint32_t LittleEndian(absl::string_view bytes) {
  uint32_t value = 0;
  for (int i = 3; i >= 0; --i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

uint32_t Checksum(absl::string_view length, absl::string_view content) {
  const auto bytes = [](absl::string_view text) { return reinterpret_cast<const Bytef*>(text.data()); };
  const uLong head = crc32(0, bytes(length), static_cast<uInt>(length.size()));
  return static_cast<uint32_t>(crc32(head, bytes(content), static_cast<uInt>(content.size())));
}

}  // namespace

void AppendFrame(std::string& out, absl::string_view content) {
  const size_t start = out.size();
  AppendLittleEndian(out, static_cast<uint32_t>(content.size()));
  AppendLittleEndian(out, Checksum(absl::string_view(out).substr(start, 4), content));
  out.append(content.data(), content.size());
}

Frame ReadFrame(absl::string_view bytes) {
  if (bytes.empty()) return {FrameState::kEnd, {}, 0};
  if (bytes.size() < kFrameHeaderBytes) return {FrameState::kTorn, {}, kFrameHeaderBytes};
  const size_t length = LittleEndian(bytes);
  if (length == 0 || length > kMaxFrameBytes) return {FrameState::kDamaged, {}, 0};
  if (bytes.size() < kFrameHeaderBytes + length) return {FrameState::kTorn, {}, kFrameHeaderBytes + length};
  const absl::string_view content = bytes.substr(kFrameHeaderBytes, length);
  if (LittleEndian(bytes.substr(4)) != Checksum(bytes.substr(0, 4), content)) return {FrameState::kDamaged, {}, 0};
  return {FrameState::kWhole, content, 0};
}

}  // namespace barrage
