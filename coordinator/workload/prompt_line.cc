#include "coordinator/workload/prompt_line.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/json/parse_json.h"
#include "common/json/rapidjson.h"

namespace barrage {
namespace {

constexpr const char* kTextNames[] = {"text", "text_input", "prompt"};
constexpr const char* kLengthNames[] = {"output_length", "max_tokens", "max_completion_tokens"};
constexpr const char* kImageNames[] = {"image", "images"};
constexpr const char* kAudioNames[] = {"audio", "audios"};
constexpr const char* kVideoNames[] = {"video", "videos"};
constexpr const char* kBatchNames[] = {"texts", "passages", "documents"};

using Texts = google::protobuf::RepeatedPtrField<std::string>;

// What would make something else of a line than the question it holds.
struct LaterMember {
  const char* name;
  const char* word;
  bool beside_text;  // even where the line has a text
};
constexpr LaterMember kLater[] = {
    {"hash_ids", "this version replays no shared blocks of tokens; give each line its text", false},
    {"input_length", "this version makes no prompts to the lengths of a file; give each line its text", false},
    {"session_id", "this version asks single questions, not conversations", true},
    {"turns", "this version asks single questions, not conversations", true},
};

std::string ToJson(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

absl::Status ReadMessage(const rapidjson::Value& value, wire::ChatMessage& message) {
  if (!value.IsObject()) return absl::InvalidArgumentError("is not an object");
  const auto role = value.FindMember("role");
  if (role == value.MemberEnd() || !role->value.IsString()) return absl::InvalidArgumentError("has no role");
  const auto content = value.FindMember("content");
  if (content == value.MemberEnd()) return absl::InvalidArgumentError("has no content");
  message.set_role(role->value.GetString(), role->value.GetStringLength());
  if (content->value.IsString()) {
    message.set_content(content->value.GetString(), content->value.GetStringLength());
  } else if (content->value.IsArray()) {
    message.set_content_json(ToJson(content->value));
  } else {
    return absl::InvalidArgumentError("has a content that is neither a string nor an array");
  }
  return absl::OkStatus();
}

absl::Status ReadMessages(const rapidjson::Value& value, wire::Payload& payload) {
  if (!value.IsArray() || value.Empty()) return absl::InvalidArgumentError("messages must be an array with a message");
  for (const rapidjson::Value& entry : value.GetArray()) {
    const absl::Status status = ReadMessage(entry, *payload.add_messages());
    if (status.ok()) continue;
    return absl::InvalidArgumentError(absl::StrCat("message ", payload.messages_size(), " ", status.message()));
  }
  return absl::OkStatus();
}

absl::Status ReadText(const char* name, const rapidjson::Value& value, wire::Payload& payload) {
  if (!value.IsString()) return absl::InvalidArgumentError(absl::StrCat(name, " must be a string"));
  if (value.GetStringLength() == 0) return absl::InvalidArgumentError(absl::StrCat(name, " is empty"));
  payload.set_prompt(value.GetString(), value.GetStringLength());
  return absl::OkStatus();
}

absl::StatusOr<int64_t> ReadTimestamp(const rapidjson::Value& value) {
  constexpr double kMostMs = 4e12;  // 126 years
  if (!value.IsNumber() || !(value.GetDouble() >= 0) || value.GetDouble() > kMostMs) {
    return absl::InvalidArgumentError(
        absl::StrCat("timestamp must be a number of milliseconds from 0 to 4e12, got ", ToJson(value)));
  }
  if (value.IsInt64()) return value.GetInt64() * 1'000'000;
  return std::llround(value.GetDouble() * 1e6);
}

// A string or an array of strings, none empty.
absl::Status ReadTexts(const char* name, const rapidjson::Value& value, Texts& texts) {
  const auto add = [&](const rapidjson::Value& text) {
    if (!text.IsString() || text.GetStringLength() == 0) {
      return absl::InvalidArgumentError(absl::StrCat(name, " must be a string or strings, none empty"));
    }
    texts.Add(std::string(text.GetString(), text.GetStringLength()));
    return absl::OkStatus();
  };
  if (!value.IsArray()) return add(value);
  for (const rapidjson::Value& text : value.GetArray()) RETURN_IF_ERROR(add(text));
  return absl::OkStatus();
}

absl::Status ReadQuery(const rapidjson::Value& value, wire::Payload& payload) {
  Texts queries;
  RETURN_IF_ERROR(ReadTexts("query", value, queries));
  if (queries.size() != 1 || !payload.query().empty()) return absl::InvalidArgumentError("there must be one query");
  payload.set_query(queries[0]);
  return absl::OkStatus();
}

// AIPerf's {"name": "passages", "contents": ["a", "b"]}.
absl::Status ReadNamedTexts(const rapidjson::Value& entry, wire::Payload& payload) {
  const auto name = entry.FindMember("name"), contents = entry.FindMember("contents");
  if (contents == entry.MemberEnd()) return absl::InvalidArgumentError("an entry of texts has no contents");
  const std::string called = name != entry.MemberEnd() && name->value.IsString() ? name->value.GetString() : "";
  if (called == "query" || called == "queries") return ReadQuery(contents->value, payload);
  return ReadTexts("contents", contents->value, *payload.mutable_texts());
}

// A batch of texts, or a query with passages. False where the line has none.
absl::StatusOr<bool> ReadBatch(const rapidjson::Document& json, wire::Payload& payload) {
  if (json.HasMember("query")) RETURN_IF_ERROR(ReadQuery(json["query"], payload));
  for (const char* name : kBatchNames) {
    if (!json.HasMember(name)) continue;
    if (!payload.texts().empty()) return absl::InvalidArgumentError("more than one of texts, passages and documents");
    const rapidjson::Value& batch = json[name];
    if (!batch.IsArray() || batch.Empty() || !batch[0].IsObject()) {
      RETURN_IF_ERROR(ReadTexts(name, batch, *payload.mutable_texts()));
      continue;
    }
    for (const rapidjson::Value& entry : batch.GetArray()) {
      if (!entry.IsObject()) return absl::InvalidArgumentError(absl::StrCat(name, " mixes objects and others"));
      RETURN_IF_ERROR(ReadNamedTexts(entry, payload));
    }
  }
  return !payload.query().empty() || !payload.texts().empty();
}

absl::Status ReadMedia(const rapidjson::Document& json, wire::Payload& payload) {
  for (const char* name : kVideoNames) {
    if (json.HasMember(name)) return absl::InvalidArgumentError(absl::StrCat(name, ": video is not sent"));
  }
  for (const char* name : kImageNames) {
    if (json.HasMember(name)) RETURN_IF_ERROR(ReadTexts(name, json[name], *payload.mutable_images()));
  }
  for (const char* name : kAudioNames) {
    if (json.HasMember(name)) RETURN_IF_ERROR(ReadTexts(name, json[name], *payload.mutable_audios()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FilePrompt> ParsePromptLine(absl::string_view line) {
  ASSIGN_OR_RETURN(const rapidjson::Document json, ParseJson(line));
  if (json.IsArray()) return absl::InvalidArgumentError("an array: give one JSON object a line");
  if (!json.IsObject()) return absl::InvalidArgumentError("not a JSON object");
  FilePrompt prompt;
  int questions = 0;
  for (const char* name : kTextNames) {
    if (!json.HasMember(name)) continue;
    ++questions;
    RETURN_IF_ERROR(ReadText(name, json[name], prompt.payload));
  }
  if (json.HasMember("messages")) {
    ++questions;
    RETURN_IF_ERROR(ReadMessages(json["messages"], prompt.payload));
  }
  for (const LaterMember& later : kLater) {
    if ((questions == 0 || later.beside_text) && json.HasMember(later.name))
      return absl::InvalidArgumentError(absl::StrCat(later.name, ": ", later.word));
  }
  ASSIGN_OR_RETURN(const bool is_batch, ReadBatch(json, prompt.payload));
  questions += is_batch;
  RETURN_IF_ERROR(ReadMedia(json, prompt.payload));
  const bool has_media = prompt.payload.images_size() + prompt.payload.audios_size() > 0;
  if (questions == 0 && !has_media) return absl::InvalidArgumentError("no text, prompt or messages");
  if (questions > 1) return absl::InvalidArgumentError("more than one of text, prompt and messages");
  if (has_media && (is_batch || !prompt.payload.messages().empty())) {
    return absl::InvalidArgumentError("images and audio stand beside a text, or in the content of messages");
  }
  for (const char* name : kLengthNames) {
    if (!json.HasMember(name)) continue;
    if (!json[name].IsInt64() || json[name].GetInt64() <= 0) {
      return absl::InvalidArgumentError(absl::StrCat(name, " must be an integer > 0, got ", ToJson(json[name])));
    }
    prompt.output_tokens = json[name].GetInt64();
  }
  if (json.HasMember("timestamp")) {
    ASSIGN_OR_RETURN(prompt.at_ns, ReadTimestamp(json["timestamp"]));
  }
  return prompt;
}

}  // namespace barrage
