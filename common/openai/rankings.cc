#include "common/openai/rankings.h"

#include <string>

#include "common/base/status_macros.h"
#include "common/openai/body_writer.h"
#include "common/openai/result_body.h"

namespace barrage {
namespace {

struct Form {
  bool names_model;
  bool wraps_texts;            // {"text": …} in place of a text
  absl::string_view passages;  // the name of their list
  absl::string_view results;   // the same in the answer; empty: the answer is the list
};

constexpr Form kNim = {.names_model = true, .wraps_texts = true, .passages = "passages", .results = "rankings"};
constexpr Form kCohere = {.names_model = true, .wraps_texts = false, .passages = "documents", .results = "results"};
constexpr Form kTei = {.names_model = false, .wraps_texts = false, .passages = "texts", .results = ""};

class Rankings : public Endpoint {
 public:
  explicit Rankings(const Form& form) : form_(form) {}

  absl::StatusOr<std::string> BuildBody(const wire::Payload& payload, const BodyParameters& parameters) const override {
    if (!payload.raw_body().empty()) return payload.raw_body();
    if (payload.query().empty() || payload.texts().empty()) {
      return absl::InvalidArgumentError("a rankings payload needs a query and passages");
    }
    ASSIGN_OR_RETURN(const rapidjson::Document extras, ParseExtras(parameters.extra_body_json));
    BodyBuilder body(extras);
    JsonWriter& writer = body.writer();
    if (form_.names_model) body.TextMember("model", parameters.model);
    if (body.Member("query")) WriteOne(payload.query(), writer);
    if (body.Member(form_.passages)) {
      writer.StartArray();
      for (const std::string& text : payload.texts()) WriteOne(text, writer);
      writer.EndArray();
    }
    body.AddExtras();
    return body.Finish();
  }

  absl::Status ReadEvent(absl::string_view, absl::string_view, const ReadParameters&, AnswerPart&) const override {
    return absl::InvalidArgumentError("rankings do not stream");
  }

  absl::Status ReadBody(absl::string_view body, const ReadParameters&, AnswerPart& part) const override {
    RETURN_IF_ERROR(ReadResultBody(body, form_.results, part));
    // Fewer results than passages were asked for by top_n: how many passages were ranked, the request says.
    part.inputs.reset();
    return absl::OkStatus();
  }

 private:
  void WriteOne(absl::string_view text, JsonWriter& writer) const {
    if (!form_.wraps_texts) return WriteText(text, writer);
    writer.StartObject();
    writer.Key("text");
    WriteText(text, writer);
    writer.EndObject();
  }

  const Form& form_;
};

}  // namespace

const Endpoint& NimRankingsEndpoint() {
  static const Rankings endpoint(kNim);
  return endpoint;
}

const Endpoint& CohereRankingsEndpoint() {
  static const Rankings endpoint(kCohere);
  return endpoint;
}

const Endpoint& TeiRankingsEndpoint() {
  static const Rankings endpoint(kTei);
  return endpoint;
}

}  // namespace barrage
