#include "coordinator/media/wav_clip.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace barrage {
namespace {

constexpr int kHeaderBytes = 44;
constexpr double kLoudness = 0.1;

void AppendLittle(uint64_t value, int bytes, std::string& out) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

}  // namespace

std::string MakeWav(const WavShape& shape, Rng& rng) {
  const int sample_bytes = shape.bits / 8, frame_bytes = sample_bytes * shape.channels;
  const auto frames = std::max<int64_t>(1, std::llround(shape.seconds * shape.samples_per_s));
  const auto data_bytes = static_cast<uint64_t>(frames) * static_cast<uint64_t>(frame_bytes);
  std::string file;
  file.reserve(kHeaderBytes + data_bytes + 1);
  file += "RIFF";
  AppendLittle(kHeaderBytes - 8 + data_bytes + data_bytes % 2, 4, file);
  file += "WAVEfmt ";
  AppendLittle(16, 4, file);
  AppendLittle(1, 2, file);  // PCM
  AppendLittle(static_cast<uint64_t>(shape.channels), 2, file);
  AppendLittle(static_cast<uint64_t>(shape.samples_per_s), 4, file);
  AppendLittle(static_cast<uint64_t>(shape.samples_per_s) * static_cast<uint64_t>(frame_bytes), 4, file);
  AppendLittle(static_cast<uint64_t>(frame_bytes), 2, file);
  AppendLittle(static_cast<uint64_t>(shape.bits), 2, file);
  file += "data";
  AppendLittle(data_bytes, 4, file);
  const double full_scale = std::ldexp(1.0, shape.bits - 1) - 1;
  const int64_t zero = shape.bits == 8 ? 128 : 0;  // eight bits are unsigned
  for (int64_t i = 0; i < frames * shape.channels; ++i) {
    const double value = std::clamp(rng.Normal() * kLoudness, -1.0, 1.0) * full_scale;
    AppendLittle(static_cast<uint64_t>(std::llround(value) + zero), sample_bytes, file);
  }
  if (data_bytes % 2 == 1) file.push_back('\0');
  return file;
}

}  // namespace barrage
