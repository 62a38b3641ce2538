#ifndef COMMON_OPENAI_ENDPOINT_H_
#define COMMON_OPENAI_ENDPOINT_H_

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

  // Reads the data of one server-sent event. `name` is its `event:` field, or empty. Error: InvalidArgument when the
  // data is not what the endpoint speaks (protocol_error). With `want_text` the texts are filled.
  virtual absl::Status ReadEvent(absl::string_view name, absl::string_view data, bool want_text,
                                 AnswerPart& part) const = 0;

  // Reads the whole body of a 2xx answer that was not streamed.
  virtual absl::Status ReadBody(absl::string_view body, bool want_text, AnswerPart& part) const = 0;
};

struct EndpointRow {
  absl::string_view name;  // as in --endpoint-type
  absl::string_view path;  // default, "/v1/chat/completions"
  bool can_stream;
  bool asks_tokens;               // an answer without a token is `empty`
  absl::string_view metric_name;  // in the artifact directory's name: "openai-chat"
  const Endpoint& (*endpoint)();
};

// The table: one row an endpoint.
absl::Span<const EndpointRow> Endpoints();

// The row called `name`, or nullptr.
const EndpointRow* FindEndpoint(absl::string_view name);

}  // namespace barrage

#endif  // COMMON_OPENAI_ENDPOINT_H_
