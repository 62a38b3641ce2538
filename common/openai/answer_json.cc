#include "common/openai/answer_json.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "common/openai/answer_limits.h"
#include "common/openai/lone_surrogates.h"
#include "rapidjson/error/en.h"

namespace barrage {
namespace {

using Json = rapidjson::Value;

// The message of "detail", which is a text or a list of entries.
absl::string_view DetailMessage(const Json& detail) {
  if (detail.IsString()) return TextOf(&detail);
  if (!detail.IsArray() || detail.Empty()) return {};
  for (const char* name : {"msg", "message"}) {
    if (const Json* message = MemberOf(detail[0], name)) return TextOf(message);
  }
  return {};
}

}  // namespace

absl::StatusOr<rapidjson::Document> ReadAnswerJson(absl::string_view data) {
  rapidjson::Document json;
  json.Parse<rapidjson::kParseIterativeFlag>(data.data(), data.size());
  if (json.HasParseError() && json.GetParseError() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid) {
    if (std::string repaired(data); ReplaceLoneSurrogates(repaired)) {
      json.Parse<rapidjson::kParseIterativeFlag>(repaired.data(), repaired.size());
    }
  }
  if (!json.HasParseError()) return json;
  return absl::InvalidArgumentError(absl::StrCat(rapidjson::GetParseError_En(json.GetParseError()), " At byte ",
                                                 json.GetErrorOffset(), " of: ", ToValidUtf8(data, kMaxErrorBytes)));
}

const Json* MemberOf(const Json& value, const char* name) {
  if (!value.IsObject()) return nullptr;
  const auto member = value.FindMember(name);
  return member == value.MemberEnd() || member->value.IsNull() ? nullptr : &member->value;
}

absl::string_view TextOf(const Json* value) {
  if (value == nullptr || !value->IsString()) return {};
  return {value->GetString(), value->GetStringLength()};
}

void SetError(absl::string_view message, absl::string_view data, AnswerPart& part) {
  part.kind = EventKind::kError;
  part.error = ToValidUtf8(message.empty() ? data : message, kMaxErrorBytes);
}

bool TakeError(const Json& json, absl::string_view data, AnswerPart& part) {
  const Json* const error = MemberOf(json, "error");
  if (error != nullptr && !error->IsFalse() && !(error->IsString() && error->GetStringLength() == 0)) {
    SetError(error->IsString() ? TextOf(error) : TextOf(MemberOf(*error, "message")), data, part);
    return true;
  }
  if (const Json* const detail = MemberOf(json, "detail"); detail != nullptr && !DetailMessage(*detail).empty()) {
    SetError(DetailMessage(*detail), data, part);
    return true;
  }
  if (TextOf(MemberOf(json, "object")) != "error") return false;
  SetError(TextOf(MemberOf(json, "message")), data, part);
  return true;
}

void TakeCount(const Json* value, std::optional<int64_t>& count, AnswerPart& part) {
  constexpr double kMost = 2147483648.0;  // 2^31
  if (value == nullptr) return;
  const double number = value->IsNumber() ? value->GetDouble() : -1;
  if (number < 0 || number > kMost || number != std::floor(number)) {
    part.usage_dropped = true;
    return;
  }
  count = static_cast<int64_t>(number);
}

void TakeUsage(const Json* usage, AnswerPart& part) {
  if (usage == nullptr || !usage->IsObject()) return;
  TokenUsage counts;
  const auto take = [&](const Json& object, const char* name, std::optional<int64_t>& count) {
    if (!count) TakeCount(MemberOf(object, name), count, part);
  };
  for (const char* name : {"prompt_tokens", "input_tokens"}) take(*usage, name, counts.prompt);
  for (const char* name : {"completion_tokens", "output_tokens"}) take(*usage, name, counts.completion);
  take(*usage, "total_tokens", counts.total);
  for (const char* name : {"prompt_tokens_details", "input_tokens_details"}) {
    if (const Json* details = MemberOf(*usage, name)) take(*details, "cached_tokens", counts.cached);
  }
  for (const char* name : {"completion_tokens_details", "output_tokens_details"}) {
    if (const Json* details = MemberOf(*usage, name)) take(*details, "reasoning_tokens", counts.reasoning);
  }
  if (counts != TokenUsage()) part.usage = counts;
}

}  // namespace barrage
