#ifndef COORDINATOR_MEDIA_DATA_URL_H_
#define COORDINATOR_MEDIA_DATA_URL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

enum class MediaKind { kImage, kAudio };

// "data:image/png;base64,iVBORw0K…".
std::string DataUrl(absl::string_view type, absl::string_view bytes);

// The type of a file by its first bytes: "image/png", "audio/wav" …; empty for any other.
absl::string_view MediaTypeOf(absl::string_view bytes);

// Makes a URL of what a prompt names: http, https and data URLs stay, anything else is a file, absolute, in the working
// directory or in `directory`. Error: InvalidArgument or NotFound, with the name: not there, too long, of another kind.
absl::StatusOr<std::string> MediaUrl(const std::string& name, MediaKind kind, const std::string& directory);

}  // namespace barrage

#endif  // COORDINATOR_MEDIA_DATA_URL_H_
