#ifndef COORDINATOR_MEDIA_WAV_CLIP_H_
#define COORDINATOR_MEDIA_WAV_CLIP_H_

#include <string>

#include "common/base/rng.h"

namespace barrage {

struct WavShape {
  double seconds = 1;
  int samples_per_s = 16'000;
  int bits = 16;  // 8, 16, 24 or 32
  int channels = 1;
};

// The bytes of a WAV file of uncompressed samples (PCM): noise at a tenth of full scale.
std::string MakeWav(const WavShape& shape, Rng& rng);

}  // namespace barrage

#endif  // COORDINATOR_MEDIA_WAV_CLIP_H_
