#include "agent/upload/batcher.h"

namespace barrage {

void Batcher::Add(const RequestRecord& record, int64_t now_ns) {
  if (encoder_.records() == 0) first_ns_ = now_ns;
  encoder_.Add(record);
}

bool Batcher::Due(int64_t now_ns) const {
  return encoder_.records() > 0 && (encoder_.bytes() >= target_bytes_ || now_ns - first_ns_ >= longest_wait_ns_);
}

std::optional<EncodedBatch> Batcher::Take() {
  if (encoder_.records() == 0) return std::nullopt;
  const uint32_t records = static_cast<uint32_t>(encoder_.records());
  return EncodedBatch{encoder_.Finish(), records};
}

}  // namespace barrage
