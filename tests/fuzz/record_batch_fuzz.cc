// Any bytes as a record batch, as they are and as what was deflated: an error, or records whose events can all be read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "common/record/deflate.h"
#include "common/record/record_codec.h"

namespace {

void Read(absl::string_view batch) {
  const auto records = barrage::DecodeRecordBatch(batch);
  if (!records.ok()) return;
  for (const barrage::RequestRecord& record : *records) {
    if (record.events.Events().size() != record.events.size()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  Read(bytes);
  Read(barrage::Deflate(bytes));
  return 0;
}
