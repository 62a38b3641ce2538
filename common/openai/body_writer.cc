#include "common/openai/body_writer.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/json/parse_json.h"

namespace barrage {

void WriteText(absl::string_view text, JsonWriter& writer) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void WriteTexts(const google::protobuf::RepeatedPtrField<std::string>& texts, JsonWriter& writer) {
  writer.StartArray();
  for (const std::string& text : texts) WriteText(text, writer);
  writer.EndArray();
}

absl::StatusOr<rapidjson::Document> ParseExtras(absl::string_view extra_body_json) {
  if (extra_body_json.empty()) return rapidjson::Document(rapidjson::kObjectType);
  absl::StatusOr<rapidjson::Document> extras = ParseJson(extra_body_json);
  if (!extras.ok()) return absl::InvalidArgumentError(absl::StrCat("extra inputs: ", extras.status().message()));
  if (!extras->IsObject()) return absl::InvalidArgumentError("extra inputs: not a JSON object");
  return extras;
}

bool BodyBuilder::Member(absl::string_view name) {
  const auto length = static_cast<rapidjson::SizeType>(name.size());
  if (!extras_.ObjectEmpty() && extras_.HasMember(rapidjson::StringRef(name.data(), length))) return false;
  return writer_.Key(name.data(), length);
}

void BodyBuilder::TextMember(absl::string_view name, absl::string_view text) {
  if (Member(name)) WriteText(text, writer_);
}

void BodyBuilder::AddExtras() {
  for (const auto& extra : extras_.GetObject()) {
    writer_.Key(extra.name.GetString(), extra.name.GetStringLength());
    extra.value.Accept(writer_);
  }
}

std::string BodyBuilder::Finish() {
  writer_.EndObject();
  return std::string(buffer_.GetString(), buffer_.GetSize());
}

absl::StatusOr<std::string> WriteBody(const BodyShape& shape, const BodyParameters& p) {
  ASSIGN_OR_RETURN(const rapidjson::Document extras, ParseExtras(p.extra_body_json));
  BodyBuilder body(extras);
  JsonWriter& writer = body.writer();
  body.TextMember("model", p.model);
  if (body.Member(shape.question)) shape.write_question(writer);
  if (body.Member("stream")) writer.Bool(p.streaming);
  if (p.streaming && p.include_usage && shape.usage_by_option && body.Member("stream_options")) {
    writer.StartObject();
    writer.Key("include_usage");
    writer.Bool(true);
    writer.EndObject();
  }
  // Beside a limit of the user's own, ours would be a second one, which some servers refuse.
  const bool has_limit = extras.HasMember("max_tokens") || extras.HasMember("max_completion_tokens");
  if (p.max_output_tokens && !has_limit && body.Member(shape.output_limit)) writer.Int64(*p.max_output_tokens);
  if (p.min_output_tokens && body.Member("min_tokens")) writer.Int64(*p.min_output_tokens);
  if (p.min_output_tokens && body.Member("ignore_eos")) writer.Bool(true);
  body.AddExtras();
  return body.Finish();
}

}  // namespace barrage
