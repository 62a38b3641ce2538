#ifndef COORDINATOR_MEDIA_ENCODE_JPEG_H_
#define COORDINATOR_MEDIA_ENCODE_JPEG_H_

#include <string>

#include "coordinator/media/picture.h"

namespace barrage {

// The bytes of a JPEG file of quality 75, by libjpeg.
std::string EncodeJpeg(const Picture& picture);

}  // namespace barrage

#endif  // COORDINATOR_MEDIA_ENCODE_JPEG_H_
