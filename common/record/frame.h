#ifndef COMMON_RECORD_FRAME_H_
#define COMMON_RECORD_FRAME_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace barrage {

// How bytes lie in a file that may be cut anywhere by a crash:
//   length (4 bytes, little endian) · CRC-32 of the length's four bytes and the content (4, little endian) · content
// The CRC is zlib's. An empty content is not allowed, so a run of zero bytes is never a frame.
inline constexpr size_t kFrameHeaderBytes = 8;
inline constexpr size_t kMaxFrameBytes = size_t{64} << 20;

// Appends the frame of `content` to `out`. Requires 0 < content.size() <= kMaxFrameBytes.
void AppendFrame(std::string& out, absl::string_view content);

enum class FrameState {
  kWhole,    // a frame, checked
  kEnd,      // no byte left
  kTorn,     // the bytes end inside a frame
  kDamaged,  // a length that cannot be, or a wrong CRC
};

struct Frame {
  FrameState state = FrameState::kEnd;
  absl::string_view content;  // kWhole only; points into the bytes given
  size_t needed = 0;          // kTorn: bytes from the frame's start that are needed to tell more
};

// Reads the frame at the front of `bytes`.
Frame ReadFrame(absl::string_view bytes);

}  // namespace barrage

#endif  // COMMON_RECORD_FRAME_H_
