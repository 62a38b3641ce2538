#ifndef COORDINATOR_MEDIA_PICTURE_H_
#define COORDINATOR_MEDIA_PICTURE_H_

#include <cstdint>
#include <vector>

#include "common/base/rng.h"

namespace barrage {

struct Picture {
  int width = 0, height = 0;
  std::vector<uint8_t> rgb;  // width × height × 3, rows from the top
};

// Overlapping rectangles of random colours, shaded and with a little noise: it compresses about as photographs do,
// neither as a flat colour nor as pure noise. Requires sides > 0.
Picture DrawPicture(int width, int height, Rng& rng);

}  // namespace barrage

#endif  // COORDINATOR_MEDIA_PICTURE_H_
