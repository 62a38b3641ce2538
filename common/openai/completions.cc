#include "common/openai/completions.h"

#include <string>

#include "common/openai/answer_reader.h"
#include "common/openai/body_writer.h"

namespace barrage {
namespace {

class Completions : public Endpoint {
 public:
  absl::StatusOr<std::string> BuildBody(const wire::Payload& payload, const BodyParameters& parameters) const override {
    if (!payload.raw_body().empty()) return payload.raw_body();
    if (payload.prompt().empty()) return absl::InvalidArgumentError("a completions payload needs a prompt");
    const auto write_prompt = [&](JsonWriter& writer) {
      writer.String(payload.prompt().data(), static_cast<rapidjson::SizeType>(payload.prompt().size()));
    };
    return WriteBody({.question = "prompt", .write_question = write_prompt}, parameters);
  }

  absl::Status ReadEvent(absl::string_view name, absl::string_view data, bool want_text,
                         AnswerPart& part) const override {
    return ReadAnswerEvent(name, data, want_text, part);
  }

  absl::Status ReadBody(absl::string_view body, bool want_text, AnswerPart& part) const override {
    return ReadAnswerBody(body, want_text, part);
  }
};

}  // namespace

const Endpoint& CompletionsEndpoint() {
  static const Completions endpoint;
  return endpoint;
}

}  // namespace barrage
