#include "coordinator/plan/extra_inputs.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/json/parse_json.h"
#include "coordinator/plan/value_text.h"
#include "rapidjson/document.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace barrage {
namespace {

using Allocator = rapidjson::Document::AllocatorType;

rapidjson::Value Text(absl::string_view text, Allocator& allocator) {
  return rapidjson::Value(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator);
}

void Put(rapidjson::Document& object, rapidjson::Value name, rapidjson::Value value) {
  const auto member = object.FindMember(name);
  if (member != object.MemberEnd()) {
    member->value = std::move(value);
  } else {
    object.AddMember(std::move(name), std::move(value), object.GetAllocator());
  }
}

rapidjson::Value Coerce(absl::string_view text, Allocator& allocator) {
  if (absl::EqualsIgnoreCase(text, "true")) return rapidjson::Value(true);
  if (absl::EqualsIgnoreCase(text, "false")) return rapidjson::Value(false);
  if (const auto integer = ReadInteger(text); integer.ok()) return rapidjson::Value(*integer);
  if (const auto number = ReadNumber(text); number.ok()) return rapidjson::Value(*number);
  return Text(text, allocator);
}

absl::Status AddJson(absl::string_view text, rapidjson::Document& object) {
  const auto given = ParseJson(text);
  if (!given.ok()) return absl::InvalidArgumentError(absl::StrCat("is ", given.status().message()));
  if (!given->IsObject()) return absl::InvalidArgumentError("must be key:value or a JSON object");
  for (const auto& member : given->GetObject()) {
    Put(object, rapidjson::Value(member.name, object.GetAllocator()),
        rapidjson::Value(member.value, object.GetAllocator()));
  }
  return absl::OkStatus();
}

// "key:value", or "key" for null.
absl::Status AddPair(absl::string_view text, rapidjson::Document& object) {
  const size_t colon = text.find(':');
  if (text.empty() || colon == 0 || colon + 1 == text.size()) {
    return absl::InvalidArgumentError(absl::StrCat("must be key:value, key or a JSON object, got '", text, "'"));
  }
  Allocator& allocator = object.GetAllocator();
  rapidjson::Value name = Text(text.substr(0, colon), allocator);
  if (object.HasMember(name)) {
    return absl::InvalidArgumentError(absl::StrCat("gives '", text.substr(0, colon), "' twice"));
  }
  rapidjson::Value value;
  if (colon != absl::string_view::npos) value = Coerce(text.substr(colon + 1), allocator);
  object.AddMember(std::move(name), std::move(value), allocator);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadExtraInputs(absl::Span<const std::string> texts) {
  if (texts.empty()) return std::string();
  rapidjson::Document object(rapidjson::kObjectType);
  for (const std::string& given : texts) {
    const absl::string_view text = absl::StripAsciiWhitespace(given);
    RETURN_IF_ERROR(absl::StartsWith(text, "{") ? AddJson(text, object) : AddPair(text, object));
  }
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  object.Accept(writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace barrage
