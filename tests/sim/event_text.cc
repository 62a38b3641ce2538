#include "tests/sim/event_text.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "tests/sim/result_body.h"

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

// What a stream of responses begins with.
void AppendOpening(absl::string_view model_json, std::string* out) {
  absl::StrAppend(
      out, "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"model\":", model_json,
      ",\"status\":\"in_progress\"}}\n\n"
      "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"output_index\":0,"
      "\"item\":{\"type\":\"message\",\"id\":\"msg_0\",\"role\":\"assistant\",\"content\":[]}}\n\n");
}

}  // namespace

absl::string_view TokenText(uint64_t key, int64_t index) {
  return kWords[((key >> 7) + static_cast<uint64_t>(index) * 5) % kWords.size()];
}

EventText::EventText(const GenerationRequest& request, absl::string_view model, uint64_t key, int64_t created_unix_s)
    : api_(request.api),
      prompt_tokens_(request.prompt_tokens),
      inputs_(request.inputs),
      wants_details_(request.include_usage),
      model_json_(JsonString(model)),
      key_(key) {
  const bool chat = api_ == Api::kChat;
  const auto envelope = [&](absl::string_view object) {
    return absl::StrCat("{\"id\":\"", chat ? "chatcmpl-" : "cmpl-", absl::Hex(key, absl::kZeroPad16),
                        "\",\"object\":\"", object, "\",\"created\":", created_unix_s, ",\"model\":", model_json_,
                        ",\"choices\":[");
  };
  envelope_ = envelope(chat ? "chat.completion.chunk" : "text_completion");
  whole_envelope_ = envelope(chat ? "chat.completion" : "text_completion");
}

void EventText::AppendWords(int64_t first, int64_t count, std::string* out) const {
  for (int64_t i = first; i < first + count; ++i) {
    const absl::string_view text = TokenText(key_, i);
    out->append(text.data(), text.size());
  }
}

void EventText::AppendRole(std::string* out) const {
  if (api_ == Api::kResponses) return AppendOpening(model_json_, out);
  absl::StrAppend(out, "data: ", envelope_,
                  "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,"
                  "\"finish_reason\":null}]}\n\n");
}

void EventText::AppendTokens(int64_t first, int64_t count, bool with_role, absl::string_view finish_reason,
                             std::string* out) const {
  if (api_ == Api::kResponses) return AppendDelta(first, count, out);
  if (api_ == Api::kGenerate) return AppendToken(first, count, finish_reason, out);
  out->append("data: ");
  out->append(envelope_);
  if (api_ == Api::kChat) {
    out->append(with_role ? "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\""
                          : "{\"index\":0,\"delta\":{\"content\":\"");
  } else {
    out->append("{\"index\":0,\"text\":\"");
  }
  AppendWords(first, count, out);
  out->append(api_ == Api::kChat ? "\"},\"logprobs\":null,\"finish_reason\":"
                                 : "\",\"logprobs\":null,\"finish_reason\":");
  AppendFinishReason(finish_reason, out);
  out->append("}]}\n\n");
}

void EventText::AppendUsage(int64_t tokens, std::string* out) const {
  absl::StrAppend(out, "data: ", envelope_, "],");
  AppendUsageObject(prompt_tokens_, tokens, out);
  out->append("\n\n");
}

void EventText::AppendClose(int64_t tokens, absl::string_view finish_reason, std::string* out) const {
  if (api_ == Api::kGenerate) return;
  if (api_ != Api::kResponses) {
    out->append("data: [DONE]\n\n");
    return;
  }
  const absl::string_view type = finish_reason == "stop" ? "response.completed" : "response.incomplete";
  absl::StrAppend(out, "event: ", type, "\ndata: {\"type\":\"", type,
                  "\",\"response\":", Response(tokens, finish_reason), "}\n\n");
}

void EventText::AppendDelta(int64_t first, int64_t count, std::string* out) const {
  out->append(
      "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_0\","
      "\"output_index\":0,\"content_index\":0,\"delta\":\"");
  AppendWords(first, count, out);
  out->append("\"}\n\n");
}

// Text Generation Inference's event of a token; the last one has the whole text.
void EventText::AppendToken(int64_t first, int64_t count, absl::string_view finish_reason, std::string* out) const {
  absl::StrAppend(out, "data: {\"index\":", first + count, ",\"token\":{\"id\":", first, ",\"text\":\"");
  AppendWords(first, count, out);
  out->append("\",\"logprob\":-0.5,\"special\":false},\"generated_text\":");
  if (finish_reason.empty()) {
    out->append("null,\"details\":null}\n\n");
    return;
  }
  out->push_back('"');
  AppendWords(0, first + count, out);
  absl::StrAppend(out, "\",\"details\":", Details(first + count, finish_reason), "}\n\n");
}

std::string EventText::Details(int64_t tokens, absl::string_view finish_reason) const {
  if (!wants_details_) return "null";
  return absl::StrCat("{\"finish_reason\":\"", finish_reason == "stop" ? "eos_token" : "length",
                      "\",\"generated_tokens\":", tokens, ",\"input_length\":", prompt_tokens_, ",\"seed\":null}");
}

// The object that responses answers, streamed or not.
std::string EventText::Response(int64_t tokens, absl::string_view finish_reason) const {
  const bool complete = finish_reason == "stop";
  std::string out = absl::StrCat(
      "{\"id\":\"resp_", absl::Hex(key_, absl::kZeroPad16), "\",\"object\":\"response\",\"status\":\"",
      complete ? "completed" : "incomplete",
      "\",\"error\":null,\"incomplete_details\":", complete ? "null" : "{\"reason\":\"max_output_tokens\"}",
      ",\"model\":", model_json_,
      ",\"output\":[{\"type\":\"message\",\"id\":\"msg_0\",\"role\":\"assistant\",\"status\":\"completed\","
      "\"content\":[{\"type\":\"output_text\",\"annotations\":[],\"text\":\"");
  AppendWords(0, tokens, &out);
  absl::StrAppend(&out, "\"}]}],\"usage\":{\"input_tokens\":", prompt_tokens_,
                  ",\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":", tokens,
                  ",\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":", prompt_tokens_ + tokens,
                  "}}");
  return out;
}

std::string EventText::WholeBody(int64_t tokens, absl::string_view finish_reason) const {
  if (!GivesTokens(api_)) return ResultBody(api_, model_json_, inputs_, prompt_tokens_);
  if (api_ == Api::kResponses) return Response(tokens, finish_reason);
  std::string out = whole_envelope_;
  if (api_ == Api::kGenerate) {
    out = "{\"generated_text\":\"";
    AppendWords(0, tokens, &out);
    return absl::StrCat(out, "\",\"details\":", Details(tokens, finish_reason), "}");
  }
  out.append(api_ == Api::kChat ? "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                                : "{\"index\":0,\"text\":\"");
  AppendWords(0, tokens, &out);
  out.append(api_ == Api::kChat ? "\"},\"logprobs\":null,\"finish_reason\":"
                                : "\",\"logprobs\":null,\"finish_reason\":");
  AppendFinishReason(finish_reason, &out);
  out.append("}],");
  AppendUsageObject(prompt_tokens_, tokens, &out);
  return out;
}

}  // namespace barrage::sim
