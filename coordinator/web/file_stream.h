#ifndef COORDINATOR_WEB_FILE_STREAM_H_
#define COORDINATOR_WEB_FILE_STREAM_H_

#include <cstdint>
#include <string>

#include "common/http/web_exchange.h"

namespace barrage {

// Gives the first `bytes` bytes of the regular file at `path` to `sink`, in pieces of at most 64 KiB. False: it could
// not be opened, is shorter, is a link, or the peer has gone.
bool StreamFile(const std::string& path, int64_t bytes, const BodySink& sink);

}  // namespace barrage

#endif  // COORDINATOR_WEB_FILE_STREAM_H_
