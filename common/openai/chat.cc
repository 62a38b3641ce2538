#include "common/openai/chat.h"

#include <string>

#include "common/base/status_macros.h"
#include "common/openai/answer_reader.h"
#include "common/openai/body_writer.h"
#include "common/openai/media_parts.h"

namespace barrage {
namespace {

void WriteMessage(const wire::ChatMessage& message, JsonWriter& writer) {
  writer.StartObject();
  writer.Key("role");
  WriteText(message.role(), writer);
  writer.Key("content");
  if (message.content_json().empty()) {
    WriteText(message.content(), writer);
  } else {
    writer.RawValue(message.content_json().data(), message.content_json().size(), rapidjson::kArrayType);
  }
  writer.EndObject();
}

// The prompt as the user's one message, with images and audio as parts beside it.
void WriteQuestion(const wire::Payload& payload, JsonWriter& writer) {
  writer.StartObject();
  writer.Key("role");
  writer.String("user");
  writer.Key("content");
  if (HasMedia(payload)) {
    WriteParts(payload, kChatParts, writer);
  } else {
    WriteText(payload.prompt(), writer);
  }
  writer.EndObject();
}

class Chat : public Endpoint {
 public:
  absl::StatusOr<std::string> BuildBody(const wire::Payload& payload, const BodyParameters& parameters) const override {
    if (!payload.raw_body().empty()) return payload.raw_body();
    const bool asks = !payload.prompt().empty() || HasMedia(payload);
    if (payload.messages().empty() && !asks) {
      return absl::InvalidArgumentError("a chat payload needs messages or a prompt");
    }
    RETURN_IF_ERROR(CheckMedia(payload));
    const auto write_messages = [&](JsonWriter& writer) {
      writer.StartArray();
      for (const wire::ChatMessage& message : payload.messages()) WriteMessage(message, writer);
      if (payload.messages().empty()) WriteQuestion(payload, writer);
      writer.EndArray();
    };
    return WriteBody({.question = "messages",
                      .write_question = write_messages,
                      .output_limit = parameters.legacy_max_tokens ? "max_tokens" : "max_completion_tokens"},
                     parameters);
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

const Endpoint& ChatEndpoint() {
  static const Chat endpoint;
  return endpoint;
}

}  // namespace barrage
