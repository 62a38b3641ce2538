// Any file given as prompts: every prompt that is taken can be sent.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "common/openai/endpoint.h"
#include "coordinator/workload/jsonl_dataset.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::istringstream input(std::string(reinterpret_cast<const char*>(data), size));
  const barrage::Endpoint& chat = barrage::FindEndpoint("chat")->endpoint();
  const auto fits = [&](const barrage::wire::Payload& payload) { return chat.BuildBody(payload, {}).status(); };
  const auto dataset = barrage::ReadJsonl(input, "f", {}, fits, {.line_bytes = 4096});
  if (!dataset.ok()) return 0;
  for (int64_t id = 0; id < (*dataset)->size(); ++id) {
    barrage::wire::Payload payload;
    // An agent must be able to read it from the stream.
    if (!payload.ParseFromString((*dataset)->At(id).payload.SerializeAsString())) std::abort();
    if ((*dataset)->OutputTokensOf(id).value_or(1) < 1) std::abort();
  }
  return 0;
}
