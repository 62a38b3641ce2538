#include "coordinator/workload/prompt_tokens.h"

#include <string>
#include <vector>

#include "common/json/parse_json.h"

namespace barrage {
namespace {

// The texts among the parts of a message's content; images and audio have no tokens that could be counted.
void AddTextParts(const std::string& content_json, std::vector<std::string>& texts) {
  const auto parts = ParseJson(content_json);
  if (!parts.ok() || !parts->IsArray()) return;
  for (const auto& part : parts->GetArray()) {
    if (!part.IsObject()) continue;
    const auto text = part.FindMember("text");
    if (text != part.MemberEnd() && text->value.IsString()) {
      texts.emplace_back(text->value.GetString(), text->value.GetStringLength());
    }
  }
}

}  // namespace

std::optional<int64_t> PromptTokens(const Tokenizer& tokenizer, const wire::Payload& payload) {
  if (!payload.raw_body().empty()) return std::nullopt;
  std::vector<std::string> texts(payload.texts().begin(), payload.texts().end());
  texts.push_back(payload.prompt());
  texts.push_back(payload.query());
  for (const wire::ChatMessage& message : payload.messages()) {
    texts.push_back(message.content());
    if (!message.content_json().empty()) AddTextParts(message.content_json(), texts);
  }
  int64_t tokens = 0;
  for (const std::string& text : texts) {
    const absl::StatusOr<size_t> count = tokenizer.Count(text);
    if (!count.ok()) return std::nullopt;
    tokens += static_cast<int64_t>(*count);
  }
  return tokens;
}

}  // namespace barrage
