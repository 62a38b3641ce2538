// Anything a server may send as an event or a body: read or refused, and what is kept of an error is valid UTF-8.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "common/base/utf8.h"
#include "common/openai/endpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  for (const barrage::EndpointRow& row : barrage::Endpoints()) {
    barrage::AnswerPart part;
    for (const absl::string_view name : {"", "error"}) {
      const absl::Status status = row.endpoint().ReadEvent(name, text, true, part);
      if (barrage::ValidUtf8Length(part.error) != part.error.size()) std::abort();
      if (barrage::ValidUtf8Length(status.message()) != status.message().size()) std::abort();
      if (name == "error" && row.can_stream && !part.done && part.kind != barrage::EventKind::kError) std::abort();
    }
    if (row.endpoint().ReadBody(text, true, part).ok() && part.kind == barrage::EventKind::kDone) std::abort();
  }
  return 0;
}
