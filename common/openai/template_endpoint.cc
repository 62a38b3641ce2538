#include "common/openai/template_endpoint.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/json/parse_json.h"
#include "common/openai/answer_json.h"
#include "common/openai/answer_limits.h"
#include "common/openai/body_template.h"
#include "common/openai/body_writer.h"
#include "common/openai/json_path.h"

namespace barrage {
namespace {

using Json = rapidjson::Value;
using Allocator = rapidjson::Document::AllocatorType;
using Texts = google::protobuf::RepeatedPtrField<std::string>;

constexpr absl::string_view kNvEmbedQa = R"({"text": {{ texts|tojson }}})";

// Where answers are, and where a stream says that it ends. The first that has something counts.
constexpr const char* kAnswerPaths[] = {
    "choices[*].message.content",
    "choices[*].delta.content",
    "choices[*].text",
    "token.text",
    "generated_text",
    "[*].generated_text",
    "text",
    "response",
    "output",
    "content",
    "message.content",
    "completion",
    "result",
    "data[*].embedding",
    "embeddings",
    "embedding",
    "rankings",
    "results",
};
constexpr const char* kFinishPaths[] = {"choices[*].finish_reason", "finish_reason", "details.finish_reason"};

Json Text(absl::string_view text) {
  return Json(rapidjson::StringRef(text.data(), static_cast<rapidjson::SizeType>(text.size())));
}

class Values {
 public:
  void Add(const char* name, Json value) { values_.AddMember(rapidjson::StringRef(name), value, memory()); }

  // Both the list and its first text.
  void AddTexts(const char* one, const char* all, const std::vector<absl::string_view>& texts) {
    Json list(rapidjson::kArrayType);
    for (const absl::string_view text : texts) list.PushBack(Text(text), memory());
    Add(one, texts.empty() ? Json() : Text(texts.front()));
    Add(all, std::move(list));
  }

  const Json& get() const { return values_; }

 private:
  Allocator& memory() { return values_.GetAllocator(); }

  rapidjson::Document values_{rapidjson::kObjectType};
};

std::vector<absl::string_view> ViewsOf(const Texts& texts) { return {texts.begin(), texts.end()}; }

// What the names in a template stand for. The values live as long as the arguments.
void FillIn(const wire::Payload& payload, const BodyParameters& p, Values& values) {
  std::vector<absl::string_view> asked;
  if (!payload.prompt().empty()) asked.emplace_back(payload.prompt());
  const std::vector<absl::string_view> batch = ViewsOf(payload.texts());
  asked.insert(asked.end(), batch.begin(), batch.end());
  std::vector<absl::string_view> queries;
  if (!payload.query().empty()) queries.emplace_back(payload.query());
  values.AddTexts("text", "texts", asked);
  values.AddTexts("image", "images", ViewsOf(payload.images()));
  values.AddTexts("audio", "audios", ViewsOf(payload.audios()));
  values.AddTexts("query", "queries", queries);
  values.AddTexts("passage", "passages", batch);
  values.Add("model", Text(p.model));
  values.Add("max_tokens", p.max_output_tokens ? Json(*p.max_output_tokens) : Json());
  values.Add("min_tokens", p.min_output_tokens ? Json(*p.min_output_tokens) : Json());
  values.Add("stream", Json(p.streaming));
}

// How many results a list is: a list of numbers is one vector.
int64_t ResultsIn(const Json& list) { return list.Empty() || list[0].IsNumber() ? 1 : list.Size(); }

// Puts what was found into the part. False where it is nothing.
bool TakeAnswer(const std::vector<const Json*>& found, bool want_text, AnswerPart& part) {
  bool any = false;
  for (const Json* value : found) {
    std::vector<const Json*> texts = {value};
    if (value->IsArray() && !value->Empty() && (*value)[0].IsString()) {
      texts.clear();
      for (const Json& text : value->GetArray()) texts.push_back(&text);
    }
    for (const Json* text : texts) {
      if (!text->IsString()) continue;
      any = true;
      if (text->GetStringLength() > 0) part.kind = EventKind::kContent;
      if (want_text) part.text.append(text->GetString(), text->GetStringLength());
    }
    if (!texts.front()->IsArray()) {
      any |= value->IsNumber() || value->IsObject();
      continue;
    }
    any = true;
    part.inputs = part.inputs.value_or(0) + ResultsIn(*value);
    part.kind = EventKind::kContent;
  }
  return any;
}

bool FindAnswer(const Json& json, const ReadParameters& parameters, AnswerPart& part) {
  if (!parameters.answer_path.empty()) {
    const auto path = ParseJsonPath(parameters.answer_path);
    return path.ok() && TakeAnswer(FindAll(*path, json), parameters.want_text, part);
  }
  for (const char* text : kAnswerPaths) {
    if (TakeAnswer(FindAll(*ParseJsonPath(text), json), parameters.want_text, part)) return true;
  }
  return false;
}

bool SaysFinished(const Json& json) {
  for (const char* text : kFinishPaths) {
    for (const Json* reason : FindAll(*ParseJsonPath(text), json)) {
      if (!TextOf(reason).empty()) return true;
    }
  }
  const Json* const done = MemberOf(json, "done");
  return done != nullptr && done->IsTrue();
}

class Template : public Endpoint {
 public:
  absl::StatusOr<std::string> BuildBody(const wire::Payload& payload, const BodyParameters& p) const override {
    if (!payload.raw_body().empty()) return payload.raw_body();
    if (p.body_template.empty()) return absl::InvalidArgumentError("the endpoint template needs --payload-template");
    Values values;
    FillIn(payload, p, values);
    const absl::string_view text = p.body_template == "nv-embedqa" ? kNvEmbedQa : absl::string_view(p.body_template);
    ASSIGN_OR_RETURN(const std::string filled, FillTemplate(text, values.get()));
    const auto json = ParseJson(filled);
    if (!json.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the template makes what is ", json.status().message(), ": ", ToValidUtf8(filled, kShownBytes)));
    }
    const Json& made = json->IsArray() && json->Size() == 1 ? (*json)[0] : *json;
    if (!made.IsObject()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the template makes no object, nor a list of one: ", ToValidUtf8(filled, kShownBytes)));
    }
    ASSIGN_OR_RETURN(const rapidjson::Document extras, ParseExtras(p.extra_body_json));
    BodyBuilder body(extras);
    for (const auto& member : made.GetObject()) {
      if (body.Member({member.name.GetString(), member.name.GetStringLength()})) member.value.Accept(body.writer());
    }
    body.AddExtras();
    return body.Finish();
  }

  absl::Status ReadEvent(absl::string_view name, absl::string_view data, const ReadParameters& parameters,
                         AnswerPart& part) const override {
    if (TakeDoneMarker(data, part)) return absl::OkStatus();
    ClearPart(part);
    const absl::StatusOr<rapidjson::Document> json = ReadAnswerJson(data);
    if (name == "error") {
      if (!json.ok() || !TakeError(*json, data, part)) SetError("", data, part);
      return absl::OkStatus();
    }
    if (!json.ok()) return json.status();
    if (TakeError(*json, data, part)) return absl::OkStatus();
    part.has_choices = FindAnswer(*json, parameters, part);
    part.finish_reason = SaysFinished(*json);
    TakeUsage(MemberOf(*json, "usage"), part);
    if (part.usage && part.kind == EventKind::kEmpty && !part.has_choices) part.kind = EventKind::kUsage;
    return absl::OkStatus();
  }

  absl::Status ReadBody(absl::string_view body, const ReadParameters& parameters, AnswerPart& part) const override {
    ClearPart(part);
    ASSIGN_OR_RETURN(const rapidjson::Document json, ReadAnswerJson(body));
    if (TakeError(json, body, part)) return absl::OkStatus();
    if (!FindAnswer(json, parameters, part)) {
      return absl::InvalidArgumentError(absl::StrCat(parameters.answer_path.empty()
                                                         ? "no answer was found (--response-field says where it is)"
                                                         : absl::StrCat("nothing at ", parameters.answer_path),
                                                     " in: ", ToValidUtf8(body, kMaxErrorBytes)));
    }
    TakeUsage(MemberOf(json, "usage"), part);
    part.finish_reason = SaysFinished(json);
    return absl::OkStatus();
  }

 private:
  static constexpr size_t kShownBytes = 200;
};

}  // namespace

const Endpoint& TemplateEndpoint() {
  static const Template endpoint;
  return endpoint;
}

}  // namespace barrage
