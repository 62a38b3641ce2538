#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/openai/chat.h"
#include "common/openai/completions.h"
#include "common/openai/endpoint.h"

namespace barrage {
namespace {

constexpr EndpointRow kEndpoints[] = {
    {.name = "chat",
     .path = "/v1/chat/completions",
     .can_stream = true,
     .asks_tokens = true,
     .metric_name = "openai-chat",
     .endpoint = ChatEndpoint},
    {.name = "completions",
     .path = "/v1/completions",
     .can_stream = true,
     .asks_tokens = true,
     .metric_name = "openai-completions",
     .endpoint = CompletionsEndpoint},
};

}  // namespace

absl::Span<const EndpointRow> Endpoints() { return kEndpoints; }

const EndpointRow* FindEndpoint(absl::string_view name) {
  for (const EndpointRow& row : kEndpoints) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace barrage
