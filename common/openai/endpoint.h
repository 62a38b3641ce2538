#ifndef COMMON_OPENAI_ENDPOINT_H_
#define COMMON_OPENAI_ENDPOINT_H_

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/record/event_trace.h"
#include "common/record/request_record.h"
#include "proto/request.pb.h"

namespace barrage {

// What a body holds beside its payload.
struct BodyParameters {
  std::string model;
  bool streaming = true;
  bool include_usage = true;       // stream_options.include_usage, when streaming
  bool legacy_max_tokens = false;  // max_tokens where max_completion_tokens would be sent
  std::optional<int64_t> max_output_tokens, min_output_tokens;
  std::string extra_body_json;  // an object; its members are added and win. Empty: none
  std::string body_template;    // of the endpoint `template`: see body_template.h
};

// What is to be read of an answer. A plain bool says whether texts are wanted.
struct ReadParameters {
  template <std::same_as<bool> Bool>                        // not anything that converts to it
  ReadParameters(Bool want_text) : want_text(want_text) {}  // NOLINT(google-explicit-constructor)
  ReadParameters(bool want_text, absl::string_view answer_path) : want_text(want_text), answer_path(answer_path) {}

  bool want_text;
  absl::string_view answer_path;  // of the endpoint `template`: where the text stands (json_path.h). Empty: it is found
  absl::string_view request_body = {};  // that a whole body answers; empty: not known
};

// What one event of a stream said, or a whole body that was not streamed.
struct AnswerPart {
  EventKind kind = EventKind::kEmpty;  // a body: kContent, kReasoning, kToolCall, kEmpty or kError
  bool has_choices = false;
  bool finish_reason = false;      // a finish_reason, or the endpoint's own stop
  bool done = false;               // [DONE], or the endpoint's closing event
  std::optional<uint32_t> tokens;  // that this event brought, if it says
  std::optional<TokenUsage> usage;
  bool usage_dropped = false;
  bool has_tool_call = false;     // whose text is in neither of the texts below
  std::optional<int64_t> inputs;  // results in an embeddings or rankings answer
  std::string error;              // the message of an error event or error body
  std::string text, reasoning;    // filled only when asked for
};

// An OpenAI-compatible endpoint: JSON out, JSON in. Stateless; any thread.
class Endpoint {
 public:
  virtual ~Endpoint() = default;

  // The request's body, one line of JSON. The same arguments give the same bytes. Error: InvalidArgument when the
  // payload does not fit the endpoint or extra_body_json is no object.
  virtual absl::StatusOr<std::string> BuildBody(const wire::Payload& payload,
                                                const BodyParameters& parameters) const = 0;

  // Reads the data of one server-sent event. `name` is its `event:` field, or empty. `part` is overwritten. Error:
  // InvalidArgument when the data is not what the endpoint speaks (protocol_error).
  virtual absl::Status ReadEvent(absl::string_view name, absl::string_view data, const ReadParameters& parameters,
                                 AnswerPart& part) const = 0;

  // Reads the whole body of a 2xx answer that was not streamed. Error: also where it does not answer what the request
  // asked.
  virtual absl::Status ReadBody(absl::string_view body, const ReadParameters& parameters, AnswerPart& part) const = 0;
};

// What a request asks, and so what a payload for it is made of.
enum class Question {
  kPrompt,    // a prompt, with images and audio where the endpoint takes them, or messages
  kTexts,     // a batch of texts
  kPassages,  // a query and a batch of passages in `texts`
};

struct EndpointRow {
  absl::string_view name;         // as in --endpoint-type
  absl::string_view path;         // default, "/v1/chat/completions"
  absl::string_view stream_path;  // the same of streamed answers, where it differs; else empty
  bool can_stream;
  bool streams_unless_told;  // without --streaming or --no-streaming
  bool asks_tokens;          // an answer without a token is `empty`
  Question question;
  absl::string_view metric_name;  // in the artifact directory's name: "openai-chat"
  const Endpoint& (*endpoint)();
};

// The table: one row an endpoint.
absl::Span<const EndpointRow> Endpoints();

// The row called `name`, or nullptr.
const EndpointRow* FindEndpoint(absl::string_view name);

// The path of a request, unless the user gave another.
inline absl::string_view DefaultPath(const EndpointRow& row, bool streaming) {
  return streaming && !row.stream_path.empty() ? row.stream_path : row.path;
}

}  // namespace barrage

#endif  // COMMON_OPENAI_ENDPOINT_H_
