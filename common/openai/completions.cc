#include "common/openai/completions.h"

#include <string>

#include "common/openai/answer_reader.h"
#include "common/openai/body_writer.h"
#include "common/openai/media_parts.h"

namespace barrage {
namespace {

class Completions : public Endpoint {
 public:
  absl::StatusOr<std::string> BuildBody(const wire::Payload& payload, const BodyParameters& parameters) const override {
    if (!payload.raw_body().empty()) return payload.raw_body();
    if (payload.prompt().empty()) return absl::InvalidArgumentError("a completions payload needs a prompt");
    if (HasMedia(payload)) return absl::InvalidArgumentError("a completions payload is text alone");
    const auto write_prompt = [&](JsonWriter& writer) { WriteText(payload.prompt(), writer); };
    return WriteBody({.question = "prompt", .write_question = write_prompt}, parameters);
  }

  absl::Status ReadEvent(absl::string_view name, absl::string_view data, const ReadParameters& parameters,
                         AnswerPart& part) const override {
    return ReadAnswerEvent(name, data, parameters.want_text, part);
  }

  absl::Status ReadBody(absl::string_view body, const ReadParameters& parameters, AnswerPart& part) const override {
    return ReadAnswerBody(body, parameters.want_text, part);
  }
};

}  // namespace

const Endpoint& CompletionsEndpoint() {
  static const Completions endpoint;
  return endpoint;
}

}  // namespace barrage
