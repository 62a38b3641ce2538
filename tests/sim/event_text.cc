#include "tests/sim/event_text.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace barrage::sim {
namespace {

constexpr std::array<absl::string_view, 16> kWords = {
    " the",    " train", " runs",      " over", " an",  " old",  " bridge", " and",
    " slowly", " comes", " to Zürich", " at",   " ten", " past", " four",   " today",
};

std::string JsonString(absl::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
  json.String(text.data(), text.size());
  return buffer.GetString();
}

void AppendFinishReason(absl::string_view reason, std::string* out) {
  if (reason.empty()) {
    out->append("null");
  } else {
    absl::StrAppend(out, "\"", reason, "\"");
  }
}

void AppendUsageObject(int64_t prompt_tokens, int64_t tokens, std::string* out) {
  absl::StrAppend(out, "\"usage\":{\"prompt_tokens\":", prompt_tokens, ",\"total_tokens\":", prompt_tokens + tokens,
                  ",\"completion_tokens\":", tokens, "}}");
}

}  // namespace

absl::string_view TokenText(uint64_t key, int64_t index) {
  return kWords[((key >> 7) + static_cast<uint64_t>(index) * 5) % kWords.size()];
}

EventText::EventText(Api api, absl::string_view model, uint64_t key, int64_t created_unix_s) : api_(api), key_(key) {
  const bool chat = api == Api::kChat;
  const auto envelope = [&](absl::string_view object) {
    return absl::StrCat("{\"id\":\"", chat ? "chatcmpl-" : "cmpl-", absl::Hex(key, absl::kZeroPad16),
                        "\",\"object\":\"", object, "\",\"created\":", created_unix_s, ",\"model\":", JsonString(model),
                        ",\"choices\":[");
  };
  envelope_ = envelope(chat ? "chat.completion.chunk" : "text_completion");
  whole_envelope_ = envelope(chat ? "chat.completion" : "text_completion");
}

void EventText::AppendRole(std::string* out) const {
  absl::StrAppend(out, "data: ", envelope_,
                  "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,"
                  "\"finish_reason\":null}]}\n\n");
}

void EventText::AppendTokens(int64_t first, int64_t count, bool with_role, absl::string_view finish_reason,
                             std::string* out) const {
  out->append("data: ");
  out->append(envelope_);
  if (api_ == Api::kChat) {
    out->append(with_role ? "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\""
                          : "{\"index\":0,\"delta\":{\"content\":\"");
  } else {
    out->append("{\"index\":0,\"text\":\"");
  }
  for (int64_t i = first; i < first + count; ++i) {
    const absl::string_view text = TokenText(key_, i);
    out->append(text.data(), text.size());
  }
  out->append(api_ == Api::kChat ? "\"},\"logprobs\":null,\"finish_reason\":"
                                 : "\",\"logprobs\":null,\"finish_reason\":");
  AppendFinishReason(finish_reason, out);
  out->append("}]}\n\n");
}

void EventText::AppendUsage(int64_t prompt_tokens, int64_t tokens, std::string* out) const {
  absl::StrAppend(out, "data: ", envelope_, "],");
  AppendUsageObject(prompt_tokens, tokens, out);
  out->append("\n\n");
}

std::string EventText::WholeBody(int64_t prompt_tokens, int64_t tokens, absl::string_view finish_reason) const {
  std::string out = whole_envelope_;
  out.append(api_ == Api::kChat ? "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                                : "{\"index\":0,\"text\":\"");
  for (int64_t i = 0; i < tokens; ++i) absl::StrAppend(&out, TokenText(key_, i));
  out.append(api_ == Api::kChat ? "\"},\"logprobs\":null,\"finish_reason\":"
                                : "\",\"logprobs\":null,\"finish_reason\":");
  AppendFinishReason(finish_reason, &out);
  out.append("}],");
  AppendUsageObject(prompt_tokens, tokens, &out);
  return out;
}

}  // namespace barrage::sim
