#include "common/openai/huggingface_generate.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/openai/answer_json.h"
#include "common/openai/answer_limits.h"
#include "common/openai/body_writer.h"

namespace barrage {
namespace {

using Json = rapidjson::Value;

std::string InputsOf(const wire::Payload& payload) {
  std::string inputs;
  for (const std::string& url : payload.images()) absl::StrAppend(&inputs, "![](", url, ") ");
  return absl::StrCat(inputs, payload.prompt());
}

// The counts of an answer's details. Those that a stream ends with have no list of the tokens of the prompt.
void TakeDetails(const Json* details, AnswerPart& part) {
  if (details == nullptr) return;
  part.finish_reason = !TextOf(MemberOf(*details, "finish_reason")).empty();
  TokenUsage counts;
  TakeCount(MemberOf(*details, "generated_tokens"), counts.completion, part);
  TakeCount(MemberOf(*details, "input_length"), counts.prompt, part);
  const Json* const prefill = MemberOf(*details, "prefill");
  if (!counts.prompt && prefill != nullptr && prefill->IsArray() && !prefill->Empty()) counts.prompt = prefill->Size();
  if (counts != TokenUsage()) part.usage = counts;
}

class HuggingfaceGenerate : public Endpoint {
 public:
  absl::StatusOr<std::string> BuildBody(const wire::Payload& payload, const BodyParameters& p) const override {
    if (!payload.raw_body().empty()) return payload.raw_body();
    if (payload.prompt().empty()) return absl::InvalidArgumentError("a huggingface_generate payload needs a prompt");
    if (payload.audios_size() > 0) return absl::InvalidArgumentError("a huggingface_generate payload has no audio");
    ASSIGN_OR_RETURN(const rapidjson::Document extras, ParseExtras(p.extra_body_json));
    BodyBuilder body(extras);
    JsonWriter& writer = body.writer();
    writer.Key("inputs");
    WriteText(InputsOf(payload), writer);
    writer.Key("parameters");
    writer.StartObject();
    if (p.max_output_tokens && body.Member("max_new_tokens")) writer.Int64(*p.max_output_tokens);
    if (p.min_output_tokens && body.Member("min_new_tokens")) writer.Int64(*p.min_output_tokens);
    if (p.include_usage && body.Member("details")) writer.Bool(true);
    body.AddExtras();
    writer.EndObject();
    return body.Finish();
  }

  absl::Status ReadEvent(absl::string_view name, absl::string_view data, const ReadParameters& parameters,
                         AnswerPart& part) const override {
    if (TakeDoneMarker(data, part)) return absl::OkStatus();
    ClearPart(part);
    const absl::StatusOr<rapidjson::Document> event = ReadAnswerJson(data);
    if (name == "error") {
      if (!event.ok() || !TakeError(*event, data, part)) SetError("", data, part);
      return absl::OkStatus();
    }
    if (!event.ok()) return event.status();
    if (!event->IsObject()) return absl::InvalidArgumentError("not an object. At byte 0");
    if (TakeError(*event, data, part)) return absl::OkStatus();
    if (const Json* const token = MemberOf(*event, "token")) {
      const Json* const special = MemberOf(*token, "special");
      const absl::string_view text = TextOf(MemberOf(*token, "text"));
      part.tokens = 1;
      part.has_choices = true;
      if (!text.empty() && (special == nullptr || !special->IsTrue())) {
        part.kind = EventKind::kContent;
        if (parameters.want_text) part.text.assign(text.data(), text.size());
      }
    }
    TakeDetails(MemberOf(*event, "details"), part);
    part.finish_reason |= MemberOf(*event, "generated_text") != nullptr;
    return absl::OkStatus();
  }

  absl::Status ReadBody(absl::string_view body, const ReadParameters& parameters, AnswerPart& part) const override {
    ClearPart(part);
    ASSIGN_OR_RETURN(const rapidjson::Document json, ReadAnswerJson(body));
    const Json& answer = json.IsArray() && !json.Empty() ? json[0] : json;
    if (TakeError(answer, body, part)) return absl::OkStatus();
    const Json* const generated = MemberOf(answer, "generated_text");
    if (generated == nullptr || !generated->IsString()) {
      return absl::InvalidArgumentError(
          absl::StrCat("no generated_text. At byte 0 of: ", ToValidUtf8(body, kMaxErrorBytes)));
    }
    if (generated->GetStringLength() > 0) part.kind = EventKind::kContent;
    if (parameters.want_text) part.text.assign(generated->GetString(), generated->GetStringLength());
    TakeDetails(MemberOf(answer, "details"), part);
    part.finish_reason = true;
    return absl::OkStatus();
  }
};

}  // namespace

const Endpoint& HuggingfaceGenerateEndpoint() {
  static const HuggingfaceGenerate endpoint;
  return endpoint;
}

}  // namespace barrage
