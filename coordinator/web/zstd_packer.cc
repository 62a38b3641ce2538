#include "coordinator/web/zstd_packer.h"

#include <zstd.h>

namespace barrage {

ZstdPacker::ZstdPacker(const BodySink& sink)
    : sink_(sink), context_(ZSTD_createCCtx()), out_(ZSTD_CStreamOutSize(), '\0') {
  ZSTD_CCtx_setParameter(context_, ZSTD_c_checksumFlag, 1);
}

ZstdPacker::~ZstdPacker() { ZSTD_freeCCtx(context_); }

bool ZstdPacker::Add(absl::string_view bytes) { return Pack(bytes, false); }

bool ZstdPacker::End() { return Pack("", true); }

bool ZstdPacker::Pack(absl::string_view bytes, bool end) {
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  size_t left = 0;
  do {
    ZSTD_outBuffer out{out_.data(), out_.size(), 0};
    left = ZSTD_compressStream2(context_, &out, &in, end ? ZSTD_e_end : ZSTD_e_continue);
    if (ZSTD_isError(left)) return false;
    if (out.pos > 0 && !sink_({out_.data(), out.pos})) return false;
  } while (in.pos < in.size || (end && left > 0));
  return true;
}

}  // namespace barrage
