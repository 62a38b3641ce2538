#include "tests/docs/endpoint/echo.h"

#include <string>

#include "common/base/status_macros.h"
#include "common/openai/answer_json.h"
#include "common/openai/body_writer.h"

namespace barrage {
namespace {

// Takes what an event and a whole answer have in common.
void TakePiece(const rapidjson::Value& json, const char* name, bool want_text, AnswerPart& part) {
  const absl::string_view text = TextOf(MemberOf(json, name));
  if (!text.empty()) part.kind = EventKind::kContent;
  if (want_text) part.text.assign(text.data(), text.size());
  if (const rapidjson::Value* const count = MemberOf(json, "count")) {
    TokenUsage usage;
    TakeCount(MemberOf(*count, "in"), usage.prompt, part);
    TakeCount(MemberOf(*count, "out"), usage.completion, part);
    part.usage = usage;
  }
}

class Echo : public Endpoint {
 public:
  absl::StatusOr<std::string> BuildBody(const wire::Payload& payload, const BodyParameters& parameters) const override {
    if (!payload.raw_body().empty()) return payload.raw_body();
    if (payload.prompt().empty()) return absl::InvalidArgumentError("an echo payload needs a prompt");
    const auto write_prompt = [&](JsonWriter& writer) { WriteText(payload.prompt(), writer); };
    return WriteBody(
        {.question = "say", .write_question = write_prompt, .output_limit = "limit", .usage_by_option = false},
        parameters);
  }

  absl::Status ReadEvent(absl::string_view, absl::string_view data, const ReadParameters& parameters,
                         AnswerPart& part) const override {
    ClearPart(part);
    ASSIGN_OR_RETURN(const rapidjson::Document json, ReadAnswerJson(data));
    if (TakeError(json, data, part)) return absl::OkStatus();
    TakePiece(json, "piece", parameters.want_text, part);
    const rapidjson::Value* const over = MemberOf(json, "over");
    part.done = over != nullptr && over->IsTrue();
    return absl::OkStatus();
  }

  absl::Status ReadBody(absl::string_view body, const ReadParameters& parameters, AnswerPart& part) const override {
    ClearPart(part);
    ASSIGN_OR_RETURN(const rapidjson::Document json, ReadAnswerJson(body));
    if (TakeError(json, body, part)) return absl::OkStatus();
    TakePiece(json, "heard", parameters.want_text, part);
    return absl::OkStatus();
  }
};

}  // namespace

const Endpoint& EchoEndpoint() {
  static const Echo endpoint;
  return endpoint;
}

}  // namespace barrage
