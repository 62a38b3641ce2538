// Any bytes as a record batch: an error, or records whose events can all be read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "common/record/record_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto records = barrage::DecodeRecordBatch(absl::string_view(reinterpret_cast<const char*>(data), size));
  if (!records.ok()) return 0;
  for (const barrage::RequestRecord& record : *records) {
    if (record.events.Events().size() != record.events.size()) std::abort();
  }
  return 0;
}
