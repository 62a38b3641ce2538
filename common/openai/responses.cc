#include "common/openai/responses.h"

#include <string>

#include "common/base/status_macros.h"
#include "common/json/parse_json.h"
#include "common/openai/answer_json.h"
#include "common/openai/body_writer.h"
#include "common/openai/media_parts.h"

namespace barrage {
namespace {

using Json = rapidjson::Value;

// What an event of this type is.
enum class Sense { kText, kReasoning, kToolCall, kRefusal, kItem, kClosed, kError };

struct EventRow {
  absl::string_view type;
  Sense sense;
};

// Every other type brings nothing new: created, in_progress, added parts, and the "done" of what deltas brought.
constexpr EventRow kEvents[] = {
    {"response.output_text.delta", Sense::kText},
    {"response.reasoning_text.delta", Sense::kReasoning},
    {"response.reasoning_summary_text.delta", Sense::kReasoning},
    {"response.reasoning.delta", Sense::kReasoning},
    {"response.function_call_arguments.delta", Sense::kToolCall},
    {"response.custom_tool_call_input.delta", Sense::kToolCall},
    {"response.mcp_call_arguments.delta", Sense::kToolCall},
    {"response.refusal.delta", Sense::kRefusal},
    {"response.output_item.added", Sense::kItem},
    {"response.completed", Sense::kClosed},
    {"response.incomplete", Sense::kClosed},
    {"response.failed", Sense::kError},
    {"error", Sense::kError},
};

const EventRow* FindEvent(absl::string_view type) {
  for (const EventRow& row : kEvents) {
    if (row.type == type) return &row;
  }
  return nullptr;
}

void TakeDelta(EventKind kind, const Json& event, bool want_text, AnswerPart& part) {
  part.has_choices = true;
  const absl::string_view delta = TextOf(MemberOf(event, "delta"));
  if (delta.empty()) return;
  part.kind = kind;
  part.has_tool_call = kind == EventKind::kToolCall;
  if (const Json* tokens = MemberOf(event, "logprobs"); tokens != nullptr && tokens->IsArray() && !tokens->Empty()) {
    part.tokens = tokens->Size();
  }
  if (!want_text || kind == EventKind::kToolCall) return;
  (kind == EventKind::kReasoning ? part.reasoning : part.text).assign(delta.data(), delta.size());
}

void TakeFailure(const Json& event, absl::string_view data, AnswerPart& part) {
  const Json* const response = MemberOf(event, "response");
  if (TakeError(response != nullptr ? *response : event, data, part)) return;
  SetError(TextOf(MemberOf(event, "message")), data, part);
}

void TakeEvent(Sense sense, const Json& event, absl::string_view data, bool want_text, AnswerPart& part) {
  switch (sense) {
    case Sense::kText:
      return TakeDelta(EventKind::kContent, event, want_text, part);
    case Sense::kReasoning:
      return TakeDelta(EventKind::kReasoning, event, want_text, part);
    case Sense::kToolCall:
      return TakeDelta(EventKind::kToolCall, event, want_text, part);
    case Sense::kRefusal:
      return TakeDelta(EventKind::kRefusal, event, want_text, part);
    case Sense::kItem:
      if (const Json* item = MemberOf(event, "item"); item != nullptr && !TextOf(MemberOf(*item, "role")).empty()) {
        part.kind = EventKind::kRole;
      }
      return;
    case Sense::kClosed:
      part.kind = EventKind::kDone;
      part.done = part.finish_reason = true;
      if (const Json* response = MemberOf(event, "response")) TakeUsage(MemberOf(*response, "usage"), part);
      return;
    case Sense::kError:
      return TakeFailure(event, data, part);
  }
}

// The texts of one item's parts, into the answer or the reasoning.
void TakeItem(const Json& item, bool want_text, AnswerPart& part) {
  const absl::string_view type = TextOf(MemberOf(item, "type"));
  if (type == "function_call" || type == "custom_tool_call" || type == "mcp_call") {
    part.has_tool_call = true;
    if (part.kind != EventKind::kContent) part.kind = EventKind::kToolCall;
    return;
  }
  const bool is_reasoning = type == "reasoning";
  for (const char* list : {"summary", "content"}) {
    const Json* const parts = MemberOf(item, list);
    if (parts == nullptr || !parts->IsArray()) continue;
    for (const Json& entry : parts->GetArray()) {
      absl::string_view text = TextOf(MemberOf(entry, "text"));
      if (text.empty()) text = TextOf(MemberOf(entry, "refusal"));
      if (text.empty()) continue;
      if (!is_reasoning) part.kind = EventKind::kContent;
      if (part.kind == EventKind::kEmpty) part.kind = EventKind::kReasoning;
      if (want_text) (is_reasoning ? part.reasoning : part.text).append(text.data(), text.size());
    }
  }
}

// A part as chat has it, in the names of responses.
void WritePart(const Json& part, JsonWriter& writer) {
  const absl::string_view type = TextOf(MemberOf(part, "type"));
  if (!part.IsObject() || (type != "text" && type != "image_url")) {
    part.Accept(writer);
    return;
  }
  writer.StartObject();
  for (const auto& member : part.GetObject()) {
    writer.Key(member.name.GetString(), member.name.GetStringLength());
    const Json* const url = MemberOf(member.value, "url");
    if (&member.value == MemberOf(part, "type")) {
      WriteText(type == "text" ? kResponsesParts.text : kResponsesParts.image, writer);
    } else if (type == "image_url" && url != nullptr) {
      url->Accept(writer);
    } else {
      member.value.Accept(writer);
    }
  }
  writer.EndObject();
}

absl::Status WriteMessage(const wire::ChatMessage& message, JsonWriter& writer) {
  writer.StartObject();
  writer.Key("role");
  WriteText(message.role(), writer);
  writer.Key("content");
  if (message.content_json().empty()) {
    WriteText(message.content(), writer);
  } else {
    ASSIGN_OR_RETURN(const rapidjson::Document parts, ParseJson(message.content_json()));
    writer.StartArray();
    if (parts.IsArray()) {
      for (const Json& part : parts.GetArray()) WritePart(part, writer);
    }
    writer.EndArray();
  }
  writer.EndObject();
  return absl::OkStatus();
}

class Responses : public Endpoint {
 public:
  absl::StatusOr<std::string> BuildBody(const wire::Payload& payload, const BodyParameters& parameters) const override {
    if (!payload.raw_body().empty()) return payload.raw_body();
    if (payload.messages().empty() && payload.prompt().empty() && !HasMedia(payload)) {
      return absl::InvalidArgumentError("a responses payload needs messages or a prompt");
    }
    RETURN_IF_ERROR(CheckMedia(payload));
    absl::Status status;
    const auto write_input = [&](JsonWriter& writer) {
      if (payload.messages().empty() && !HasMedia(payload)) return WriteText(payload.prompt(), writer);
      writer.StartArray();
      for (const wire::ChatMessage& message : payload.messages()) status.Update(WriteMessage(message, writer));
      if (payload.messages().empty()) {
        writer.StartObject();
        writer.Key("role");
        writer.String("user");
        writer.Key("content");
        WriteParts(payload, kResponsesParts, writer);
        writer.EndObject();
      }
      writer.EndArray();
    };
    auto body = WriteBody({.question = "input",
                           .write_question = write_input,
                           .output_limit = "max_output_tokens",
                           .usage_by_option = false},
                          parameters);
    RETURN_IF_ERROR(status);
    return body;
  }

  absl::Status ReadEvent(absl::string_view name, absl::string_view data, const ReadParameters& parameters,
                         AnswerPart& part) const override {
    if (TakeDoneMarker(data, part)) return absl::OkStatus();
    ClearPart(part);
    const absl::StatusOr<rapidjson::Document> event = ReadAnswerJson(data);
    if (!event.ok() || !event->IsObject()) {
      if (name != "error") return event.ok() ? absl::InvalidArgumentError("not an object. At byte 0") : event.status();
      SetError("", data, part);
      return absl::OkStatus();
    }
    const absl::string_view type = TextOf(MemberOf(*event, "type"));
    if (const EventRow* row = FindEvent(name == "error" || type.empty() ? name : type)) {
      TakeEvent(row->sense, *event, data, parameters.want_text, part);
    } else {
      TakeError(*event, data, part);
    }
    return absl::OkStatus();
  }

  absl::Status ReadBody(absl::string_view body, const ReadParameters& parameters, AnswerPart& part) const override {
    ClearPart(part);
    ASSIGN_OR_RETURN(const rapidjson::Document json, ReadAnswerJson(body));
    if (!json.IsObject()) return absl::InvalidArgumentError("not an object. At byte 0");
    if (TakeError(json, body, part)) return absl::OkStatus();
    const Json* const output = MemberOf(json, "output");
    if (output != nullptr && output->IsArray()) {
      for (const Json& item : output->GetArray()) TakeItem(item, parameters.want_text, part);
    }
    TakeUsage(MemberOf(json, "usage"), part);
    const absl::string_view status = TextOf(MemberOf(json, "status"));
    part.finish_reason = status == "completed" || status == "incomplete";
    return absl::OkStatus();
  }
};

}  // namespace

const Endpoint& ResponsesEndpoint() {
  static const Responses endpoint;
  return endpoint;
}

}  // namespace barrage
