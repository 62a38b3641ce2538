#ifndef COMMON_OPENAI_MEDIA_PARTS_H_
#define COMMON_OPENAI_MEDIA_PARTS_H_

#include "common/openai/body_writer.h"

namespace barrage {

// The names that chat and responses have for the parts of a content.
struct PartNames {
  absl::string_view text, image;
  bool image_is_object;  // {"url": …} in place of the URL alone
};
inline constexpr PartNames kChatParts = {"text", "image_url", true};
inline constexpr PartNames kResponsesParts = {"input_text", "input_image", false};

inline bool HasMedia(const wire::Payload& payload) { return payload.images_size() + payload.audios_size() > 0; }

// OK, unless audio is neither a data URL nor absent: audio is sent within the body only.
absl::Status CheckMedia(const wire::Payload& payload);

// The content of a message: the payload's prompt, its images and its audio as an array of parts. Requires CheckMedia.
void WriteParts(const wire::Payload& payload, const PartNames& names, JsonWriter& writer);

}  // namespace barrage

#endif  // COMMON_OPENAI_MEDIA_PARTS_H_
