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

void WriteText(absl::string_view text, JsonWriter& writer);
void WriteTexts(const google::protobuf::RepeatedPtrField<std::string>& texts, JsonWriter& writer);

// The object in extra_body_json; an empty one where that is empty. Error: InvalidArgument when it is no object.
absl::StatusOr<rapidjson::Document> ParseExtras(absl::string_view extra_body_json);

// An object on one line, in which a member of the extras stands in place of any other of the same name.
class BodyBuilder {
 public:
  // Opens the object. `extras` is an object and outlives the builder.
  explicit BodyBuilder(const rapidjson::Document& extras) : extras_(extras) { writer_.StartObject(); }

  // Begins a member, whose value is to be written next; false, with nothing begun, when the extras have it.
  bool Member(absl::string_view name);
  void TextMember(absl::string_view name, absl::string_view text);

  JsonWriter& writer() { return writer_; }

  // Writes the extras' members, in their order, into the object that is open.
  void AddExtras();

  // Closes the object.
  std::string Finish();

 private:
  const rapidjson::Document& extras_;
  rapidjson::StringBuffer buffer_;
  JsonWriter writer_{buffer_};
};

// Where the endpoints that generate text differ.
struct BodyShape {
  absl::string_view question;                           // "messages", "prompt"
  absl::FunctionRef<void(JsonWriter&)> write_question;  // writes its value
  absl::string_view output_limit = "max_tokens";        // name of the limit on output tokens
  bool usage_by_option = true;                          // has stream_options; else usage comes unasked
};

// One line of JSON: model, the question, stream, stream_options, the output limit, min_tokens with ignore_eos (a server
// that knows one of the two is thus held to the length), then the members of extra_body_json in their order, each in
// place of a member of the same name. Error: InvalidArgument when extra_body_json is neither empty nor an object.
absl::StatusOr<std::string> WriteBody(const BodyShape& shape, const BodyParameters& parameters);

}  // namespace barrage

#endif  // COMMON_OPENAI_BODY_WRITER_H_
