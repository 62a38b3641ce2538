#include "coordinator/media/picture.h"

#include <algorithm>
#include <cstddef>

namespace barrage {
namespace {

constexpr int kRectangles = 24;
constexpr int kNoise = 4;  // the least bits of each value

struct Rectangle {
  int left, top, right, bottom;
  uint8_t colour[3];
  int across, down;  // how much lighter it gets over its width and height
};

Rectangle DrawRectangle(int width, int height, Rng& rng) {
  const auto below = [&](int bound) { return static_cast<int>(rng.Below(static_cast<uint64_t>(bound))); };
  Rectangle r{};
  r.left = below(width);
  r.top = below(height);
  r.right = std::min(width, r.left + 1 + below(width));
  r.bottom = std::min(height, r.top + 1 + below(height));
  for (uint8_t& value : r.colour) value = static_cast<uint8_t>(below(256));
  r.across = below(129) - 64;
  r.down = below(129) - 64;
  return r;
}

void Paint(const Rectangle& r, Picture& picture) {
  for (int y = r.top; y < r.bottom; ++y) {
    for (int x = r.left; x < r.right; ++x) {
      const int shade = r.across * (x - r.left) / (r.right - r.left) + r.down * (y - r.top) / (r.bottom - r.top);
      uint8_t* const pixel =
          &picture.rgb[(static_cast<size_t>(y) * static_cast<size_t>(picture.width) + static_cast<size_t>(x)) * 3];
      for (int c = 0; c < 3; ++c) pixel[c] = static_cast<uint8_t>(std::clamp(r.colour[c] + shade, 0, 255));
    }
  }
}

}  // namespace

Picture DrawPicture(int width, int height, Rng& rng) {
  Picture picture{.width = width, .height = height, .rgb = {}};
  picture.rgb.resize(static_cast<size_t>(width) * static_cast<size_t>(height) * 3);
  Rectangle ground = DrawRectangle(width, height, rng);
  ground.left = ground.top = 0;
  ground.right = width;
  ground.bottom = height;
  Paint(ground, picture);
  for (int i = 0; i < kRectangles; ++i) Paint(DrawRectangle(width, height, rng), picture);
  uint64_t bits = 0;
  for (size_t i = 0; i < picture.rgb.size(); ++i) {
    if (i % 16 == 0) bits = rng.Next();
    picture.rgb[i] ^= static_cast<uint8_t>(bits % kNoise);
    bits >>= 4;
  }
  return picture;
}

}  // namespace barrage
