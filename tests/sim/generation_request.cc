#include "tests/sim/generation_request.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rapidjson/document.h"
#include "rapidjson/error/en.h"

namespace barrage::sim {
namespace {

constexpr int64_t kMaxTokens = 1'000'000;

using Json = rapidjson::Value;

const Json* Find(const Json& object, const char* name) {
  const auto member = object.FindMember(name);
  return member == object.MemberEnd() || member->value.IsNull() ? nullptr : &member->value;
}

absl::Status ReadBool(const Json& object, const char* name, bool* value) {
  const Json* found = Find(object, name);
  if (found == nullptr) return absl::OkStatus();
  if (!found->IsBool()) return absl::InvalidArgumentError(absl::StrCat(name, " must be true or false"));
  *value = found->GetBool();
  return absl::OkStatus();
}

absl::StatusOr<std::optional<int64_t>> ReadCount(const Json& object, const char* name, int64_t least) {
  const Json* found = Find(object, name);
  if (found == nullptr) return std::optional<int64_t>();
  if (!found->IsInt64() || found->GetInt64() < least || found->GetInt64() > kMaxTokens) {
    return absl::InvalidArgumentError(absl::StrCat(name, " must be a whole number from ", least, " to ", kMaxTokens));
  }
  return std::optional<int64_t>(found->GetInt64());
}

// The bytes of a content: a string, or a list of parts of which the texts count.
int64_t ContentBytes(const Json& content) {
  if (content.IsString()) return content.GetStringLength();
  int64_t bytes = 0;
  if (!content.IsArray()) return 0;
  for (const Json& part : content.GetArray()) {
    const Json* text = part.IsObject() ? Find(part, "text") : nullptr;
    if (text != nullptr && text->IsString()) bytes += text->GetStringLength();
  }
  return bytes;
}

int64_t TokensOfBytes(int64_t bytes) { return (bytes + 3) / 4; }

absl::StatusOr<int64_t> ChatPromptTokens(const Json& body) {
  const Json* messages = Find(body, "messages");
  if (messages == nullptr || !messages->IsArray() || messages->Empty()) {
    return absl::InvalidArgumentError("messages must be a list with at least one message");
  }
  int64_t bytes = 0;
  for (const Json& message : messages->GetArray()) {
    if (!message.IsObject()) return absl::InvalidArgumentError("a message must be an object");
    if (const Json* content = Find(message, "content")) bytes += ContentBytes(*content);
  }
  return TokensOfBytes(bytes);
}

absl::StatusOr<int64_t> CompletionPromptTokens(const Json& body) {
  const Json* prompt = Find(body, "prompt");
  if (prompt == nullptr) return absl::InvalidArgumentError("prompt is missing");
  if (prompt->IsString()) return TokensOfBytes(prompt->GetStringLength());
  if (prompt->IsArray() && !prompt->Empty()) {
    if ((*prompt)[0].IsNumber()) return static_cast<int64_t>(prompt->Size());
    if (prompt->Size() == 1 && (*prompt)[0].IsString()) return TokensOfBytes((*prompt)[0].GetStringLength());
  }
  return absl::InvalidArgumentError("prompt must be one text or one list of token ids");
}

// A text or a list of messages, as responses takes it.
absl::StatusOr<int64_t> InputTokens(const Json& body) {
  const Json* input = Find(body, "input");
  if (input == nullptr) return absl::InvalidArgumentError("input is missing");
  if (input->IsString()) return TokensOfBytes(input->GetStringLength());
  if (!input->IsArray() || input->Empty()) return absl::InvalidArgumentError("input must be a text or messages");
  int64_t bytes = 0;
  for (const Json& message : input->GetArray()) {
    const Json* content = message.IsObject() ? Find(message, "content") : nullptr;
    if (content == nullptr) return absl::InvalidArgumentError("a message needs a content");
    bytes += ContentBytes(*content);
  }
  return TokensOfBytes(bytes);
}

absl::StatusOr<int64_t> TextTokens(const Json& body, const char* name) {
  const Json* text = Find(body, name);
  if (text == nullptr || !text->IsString()) return absl::InvalidArgumentError(absl::StrCat(name, " must be a text"));
  return TokensOfBytes(text->GetStringLength());
}

// Texts, each {"text": …} where `wrapped`; counted into the request, which has one input more for each.
absl::Status TakeTexts(const Json* texts, const char* name, bool wrapped, GenerationRequest* request) {
  const auto take = [&](const Json& entry) {
    const Json* text = !wrapped ? &entry : entry.IsObject() ? Find(entry, "text") : nullptr;
    if (text == nullptr || !text->IsString()) {
      return absl::InvalidArgumentError(absl::StrCat(name, " must hold texts"));
    }
    ++request->inputs;
    request->prompt_tokens += TokensOfBytes(text->GetStringLength());
    return absl::OkStatus();
  };
  if (texts == nullptr) return absl::InvalidArgumentError(absl::StrCat(name, " is missing"));
  if (!texts->IsArray()) return take(*texts);
  if (texts->Empty()) return absl::InvalidArgumentError(absl::StrCat(name, " is empty"));
  for (const Json& entry : texts->GetArray()) {
    if (absl::Status status = take(entry); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status TakeResultInputs(Api api, const Json& body, GenerationRequest* request) {
  if (api == Api::kEmbeddings) return TakeTexts(Find(body, "input"), "input", false, request);
  const bool wrapped = api == Api::kNimRankings;
  if (absl::Status status = TakeTexts(Find(body, "query"), "query", wrapped, request); !status.ok()) return status;
  request->inputs = 0;  // the query is none
  const char* name = api == Api::kNimRankings ? "passages" : api == Api::kCohereRankings ? "documents" : "texts";
  return TakeTexts(Find(body, name), name, wrapped, request);
}

absl::StatusOr<int64_t> PromptTokens(Api api, const Json& body) {
  switch (api) {
    case Api::kChat:
      return ChatPromptTokens(body);
    case Api::kResponses:
      return InputTokens(body);
    case Api::kGenerate:
      return TextTokens(body, "inputs");
    default:
      return CompletionPromptTokens(body);
  }
}

}  // namespace

absl::StatusOr<GenerationRequest> ParseGenerationRequest(Api api, absl::string_view text) {
  rapidjson::Document body;
  body.Parse(text.data(), text.size());
  if (body.HasParseError()) {
    return absl::InvalidArgumentError(absl::StrCat("the body is not JSON: byte ", body.GetErrorOffset(), ": ",
                                                   rapidjson::GetParseError_En(body.GetParseError())));
  }
  if (!body.IsObject()) return absl::InvalidArgumentError("the body is not a JSON object");

  GenerationRequest request;
  request.api = api;
  if (const Json* model = Find(body, "model")) {
    if (!model->IsString()) return absl::InvalidArgumentError("model must be a text");
    request.model = std::string(model->GetString(), model->GetStringLength());
  }
  for (const auto& [name, value] : {std::pair{"stream", &request.stream}, {"ignore_eos", &request.ignore_eos}}) {
    if (absl::Status status = ReadBool(body, name, value); !status.ok()) return status;
  }
  if (const Json* options = Find(body, "stream_options")) {
    if (!options->IsObject()) return absl::InvalidArgumentError("stream_options must be an object");
    request.has_stream_options = true;
    absl::Status status = ReadBool(*options, "include_usage", &request.include_usage);
    if (!status.ok()) return status;
  }

  if (!GivesTokens(api)) {
    if (absl::Status status = TakeResultInputs(api, body, &request); !status.ok()) return status;
    return request;
  }
  static const Json kNone(rapidjson::kObjectType);
  const Json* parameters = api == Api::kGenerate ? Find(body, "parameters") : nullptr;
  if (parameters == nullptr || !parameters->IsObject()) parameters = &kNone;
  const bool generate = api == Api::kGenerate;
  const auto old_max = generate ? ReadCount(*parameters, "max_new_tokens", 1) : ReadCount(body, "max_tokens", 1);
  const auto new_max = ReadCount(body, api == Api::kResponses ? "max_output_tokens" : "max_completion_tokens", 1);
  if (generate) {
    if (absl::Status status = ReadBool(*parameters, "details", &request.include_usage); !status.ok()) return status;
  }
  const auto least = ReadCount(body, "min_tokens", 0);
  const auto choices = ReadCount(body, "n", 1);
  for (const auto& count : {old_max, new_max, least, choices}) {
    if (!count.ok()) return count.status();
  }
  request.max_tokens = new_max->has_value() ? *new_max : *old_max;
  request.min_tokens = least->value_or(0);
  if (choices->value_or(1) != 1) return absl::InvalidArgumentError("n must be 1");
  if (request.max_tokens.has_value() && request.min_tokens > *request.max_tokens) {
    return absl::InvalidArgumentError("min_tokens must be <= max_tokens");
  }

  const auto prompt_tokens = PromptTokens(api, body);
  if (!prompt_tokens.ok()) return prompt_tokens.status();
  request.prompt_tokens = *prompt_tokens;
  return request;
}

PlannedOutput PlanOutput(const GenerationRequest& request, const OutputLength& length) {
  PlannedOutput output;
  output.tokens = request.max_tokens.value_or(std::max(length.default_tokens, request.min_tokens));
  output.stopped_by_itself = !request.max_tokens.has_value();
  if (request.ignore_eos || length.eos_after_tokens == 0) return output;
  const int64_t eos = std::max(length.eos_after_tokens, request.min_tokens);
  if (eos < output.tokens) output = {eos, true};
  return output;
}

}  // namespace barrage::sim
