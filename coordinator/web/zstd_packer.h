#ifndef COORDINATOR_WEB_ZSTD_PACKER_H_
#define COORDINATOR_WEB_ZSTD_PACKER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/http/web_exchange.h"

struct ZSTD_CCtx_s;

namespace barrage {

// Packs a stream of bytes as one Zstandard frame with a checksum. For one thread.
class ZstdPacker {
 public:
  // `sink` outlives the packer.
  explicit ZstdPacker(const BodySink& sink);
  ~ZstdPacker();

  ZstdPacker(const ZstdPacker&) = delete;
  ZstdPacker& operator=(const ZstdPacker&) = delete;

  // False once the sink took no more.
  bool Add(absl::string_view bytes);

  // Ends the frame; nothing may be added after it.
  bool End();

 private:
  bool Pack(absl::string_view bytes, bool end);

  const BodySink& sink_;
  ZSTD_CCtx_s* const context_;
  std::string out_;
};

}  // namespace barrage

#endif  // COORDINATOR_WEB_ZSTD_PACKER_H_
