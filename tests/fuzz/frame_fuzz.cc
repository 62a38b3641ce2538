// Frames out of foreign bytes lie inside them, and a frame that was written is read back.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "common/record/frame.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const barrage::Frame frame = barrage::ReadFrame(bytes);
  if (frame.state == barrage::FrameState::kWhole && frame.content.size() + barrage::kFrameHeaderBytes > size) abort();
  if (frame.state == barrage::FrameState::kTorn && frame.needed <= size) abort();
  if (bytes.empty()) return 0;
  std::string written;
  barrage::AppendFrame(written, bytes);
  if (barrage::ReadFrame(written).content != bytes) abort();
  return 0;
}
