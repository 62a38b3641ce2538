#ifndef COORDINATOR_MEDIA_ENCODE_PNG_H_
#define COORDINATOR_MEDIA_ENCODE_PNG_H_

#include <string>

#include "coordinator/media/picture.h"

namespace barrage {

// The bytes of a PNG file, by libpng. The same picture gives the same bytes with the same libpng and zlib.
std::string EncodePng(const Picture& picture);

}  // namespace barrage

#endif  // COORDINATOR_MEDIA_ENCODE_PNG_H_
