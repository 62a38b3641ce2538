#ifndef COORDINATOR_WORKLOAD_MEDIA_FILES_H_
#define COORDINATOR_WORKLOAD_MEDIA_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "proto/request.pb.h"

namespace barrage {

// Puts data URLs in place of the files that a payload's images and audios name, by MediaUrl; `directory` is that of the
// prompts. Error: of the first that cannot be read.
absl::Status LoadMedia(wire::Payload& payload, const std::string& directory);

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_MEDIA_FILES_H_
