#ifndef COMMON_OPENAI_BODY_WRITER_H_
#define COMMON_OPENAI_BODY_WRITER_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/json/rapidjson.h"
#include "common/openai/endpoint.h"

namespace barrage {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

// Where the endpoints that generate text differ.
struct BodyShape {
  absl::string_view question;                           // "messages", "prompt"
  absl::FunctionRef<void(JsonWriter&)> write_question;  // writes its value
  absl::string_view output_limit = "max_tokens";        // name of the limit on output tokens
};

// One line of JSON: model, the question, stream, stream_options, the output limit, min_tokens with ignore_eos (a server
// that knows one of the two is thus held to the length), then the members of extra_body_json in their order, each in
// place of a member of the same name. Error: InvalidArgument when extra_body_json is neither empty nor an object.
absl::StatusOr<std::string> WriteBody(const BodyShape& shape, const BodyParameters& parameters);

}  // namespace barrage

#endif  // COMMON_OPENAI_BODY_WRITER_H_
