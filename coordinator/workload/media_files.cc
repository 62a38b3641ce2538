#include "coordinator/workload/media_files.h"

#include "common/base/status_macros.h"
#include "coordinator/media/data_url.h"

namespace barrage {

absl::Status LoadMedia(wire::Payload& payload, const std::string& directory) {
  for (std::string& name : *payload.mutable_images()) {
    ASSIGN_OR_RETURN(name, MediaUrl(name, MediaKind::kImage, directory));
  }
  for (std::string& name : *payload.mutable_audios()) {
    ASSIGN_OR_RETURN(name, MediaUrl(name, MediaKind::kAudio, directory));
  }
  return absl::OkStatus();
}

}  // namespace barrage
