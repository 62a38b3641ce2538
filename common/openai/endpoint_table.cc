#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/openai/chat.h"
#include "common/openai/completions.h"
#include "common/openai/embeddings.h"
#include "common/openai/endpoint.h"
#include "common/openai/huggingface_generate.h"
#include "common/openai/rankings.h"
#include "common/openai/responses.h"
#include "common/openai/template_endpoint.h"

namespace barrage {
namespace {

constexpr EndpointRow kEndpoints[] = {
    {.name = "chat",
     .path = "/v1/chat/completions",
     .stream_path = "",
     .can_stream = true,
     .streams_unless_told = true,
     .asks_tokens = true,
     .question = Question::kPrompt,
     .metric_name = "openai-chat",
     .endpoint = ChatEndpoint},
    {.name = "completions",
     .path = "/v1/completions",
     .stream_path = "",
     .can_stream = true,
     .streams_unless_told = true,
     .asks_tokens = true,
     .question = Question::kPrompt,
     .metric_name = "openai-completions",
     .endpoint = CompletionsEndpoint},
    {.name = "responses",
     .path = "/v1/responses",
     .stream_path = "",
     .can_stream = true,
     .streams_unless_told = true,
     .asks_tokens = true,
     .question = Question::kPrompt,
     .metric_name = "openai-responses",
     .endpoint = ResponsesEndpoint},
    {.name = "embeddings",
     .path = "/v1/embeddings",
     .stream_path = "",
     .can_stream = false,
     .streams_unless_told = false,
     .asks_tokens = false,
     .question = Question::kTexts,
     .metric_name = "openai-embeddings",
     .endpoint = EmbeddingsEndpoint},
    {.name = "rankings",
     .path = "/v1/ranking",
     .stream_path = "",
     .can_stream = false,
     .streams_unless_told = false,
     .asks_tokens = false,
     .question = Question::kPassages,
     .metric_name = "openai-rankings",
     .endpoint = NimRankingsEndpoint},
    {.name = "nim_rankings",
     .path = "/v1/ranking",
     .stream_path = "",
     .can_stream = false,
     .streams_unless_told = false,
     .asks_tokens = false,
     .question = Question::kPassages,
     .metric_name = "openai-nim_rankings",
     .endpoint = NimRankingsEndpoint},
    {.name = "cohere_rankings",
     .path = "/v2/rerank",
     .stream_path = "",
     .can_stream = false,
     .streams_unless_told = false,
     .asks_tokens = false,
     .question = Question::kPassages,
     .metric_name = "openai-cohere_rankings",
     .endpoint = CohereRankingsEndpoint},
    {.name = "hf_tei_rankings",
     .path = "/rerank",
     .stream_path = "",
     .can_stream = false,
     .streams_unless_told = false,
     .asks_tokens = false,
     .question = Question::kPassages,
     .metric_name = "openai-hf_tei_rankings",
     .endpoint = TeiRankingsEndpoint},
    {.name = "huggingface_generate",
     .path = "/generate",
     .stream_path = "/generate_stream",
     .can_stream = true,
     .streams_unless_told = false,
     .asks_tokens = true,
     .question = Question::kPrompt,
     .metric_name = "openai-huggingface_generate",
     .endpoint = HuggingfaceGenerateEndpoint},
    {.name = "template",
     .path = "",
     .stream_path = "",
     .can_stream = true,
     .streams_unless_told = false,
     .asks_tokens = true,
     .question = Question::kPrompt,
     .metric_name = "openai-template",
     .endpoint = TemplateEndpoint},
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
