#include "common/openai/body_writer.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/json/parse_json.h"

namespace barrage {
namespace {

absl::StatusOr<rapidjson::Document> ParseExtras(absl::string_view extra_body_json) {
  if (extra_body_json.empty()) return rapidjson::Document(rapidjson::kObjectType);
  absl::StatusOr<rapidjson::Document> extras = ParseJson(extra_body_json);
  if (!extras.ok()) return absl::InvalidArgumentError(absl::StrCat("extra inputs: ", extras.status().message()));
  if (!extras->IsObject()) return absl::InvalidArgumentError("extra inputs: not a JSON object");
  return extras;
}

bool StartMember(absl::string_view name, const rapidjson::Document& extras, JsonWriter& writer) {
  if (!extras.ObjectEmpty() &&
      extras.HasMember(rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size())))) {
    return false;
  }
  return writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

}  // namespace

absl::StatusOr<std::string> WriteBody(const BodyShape& shape, const BodyParameters& p) {
  ASSIGN_OR_RETURN(const rapidjson::Document extras, ParseExtras(p.extra_body_json));
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  const auto member = [&](absl::string_view name) { return StartMember(name, extras, writer); };
  writer.StartObject();
  if (member("model")) writer.String(p.model.data(), static_cast<rapidjson::SizeType>(p.model.size()));
  if (member(shape.question)) shape.write_question(writer);
  if (member("stream")) writer.Bool(p.streaming);
  if (p.streaming && p.include_usage && member("stream_options")) {
    writer.StartObject();
    writer.Key("include_usage");
    writer.Bool(true);
    writer.EndObject();
  }
  if (p.max_output_tokens && member(shape.output_limit)) writer.Int64(*p.max_output_tokens);
  if (p.min_output_tokens && member("min_tokens")) writer.Int64(*p.min_output_tokens);
  if (p.min_output_tokens && member("ignore_eos")) writer.Bool(true);
  for (const auto& extra : extras.GetObject()) {
    writer.Key(extra.name.GetString(), extra.name.GetStringLength());
    extra.value.Accept(writer);
  }
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace barrage
