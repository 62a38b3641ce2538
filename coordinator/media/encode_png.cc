#include "coordinator/media/encode_png.h"

#include <png.h>

#include "common/base/log.h"

namespace barrage {

std::string EncodePng(const Picture& picture) {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = PNG_FORMAT_RGB;
  image.flags = PNG_IMAGE_FLAG_FAST;
  // The most that it can take; what it took comes back.
  png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string file(bytes, '\0');
  if (png_image_write_to_memory(&image, file.data(), &bytes, 0, picture.rgb.data(), 0, nullptr) == 0) {
    LogError("libpng: ", image.message);
    bytes = 0;
  }
  png_image_free(&image);
  file.resize(bytes);
  return file;
}

}  // namespace barrage
