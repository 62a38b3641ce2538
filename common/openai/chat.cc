#include "common/openai/chat.h"

#include <string>

#include "common/openai/answer_reader.h"
#include "common/openai/body_writer.h"

namespace barrage {
namespace {

void WriteText(const std::string& text, JsonWriter& writer) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void WriteMessage(const std::string& role, const std::string& content, const std::string& content_json,
                  JsonWriter& writer) {
  writer.StartObject();
  writer.Key("role");
  WriteText(role, writer);
  writer.Key("content");
  if (content_json.empty()) {
    WriteText(content, writer);
  } else {
    writer.RawValue(content_json.data(), content_json.size(), rapidjson::kArrayType);
  }
  writer.EndObject();
}

class Chat : public Endpoint {
 public:
  absl::StatusOr<std::string> BuildBody(const wire::Payload& payload, const BodyParameters& parameters) const override {
    if (!payload.raw_body().empty()) return payload.raw_body();
    if (payload.messages().empty() && payload.prompt().empty()) {
      return absl::InvalidArgumentError("a chat payload needs messages or a prompt");
    }
    const auto write_messages = [&](JsonWriter& writer) {
      writer.StartArray();
      for (const wire::ChatMessage& m : payload.messages()) {
        WriteMessage(m.role(), m.content(), m.content_json(), writer);
      }
      if (payload.messages().empty()) WriteMessage("user", payload.prompt(), "", writer);
      writer.EndArray();
    };
    return WriteBody({.question = "messages",
                      .write_question = write_messages,
                      .output_limit = parameters.legacy_max_tokens ? "max_tokens" : "max_completion_tokens"},
                     parameters);
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

const Endpoint& ChatEndpoint() {
  static const Chat endpoint;
  return endpoint;
}

}  // namespace barrage
