#include "common/openai/embeddings.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/openai/answer_json.h"
#include "common/openai/body_writer.h"
#include "common/openai/result_body.h"

namespace barrage {
namespace {

// How many vectors answer a request of this body, if it says: its input is a text, a list of texts, a list of numbers
// (one text's tokens), or a list of such lists.
std::optional<int64_t> VectorsAskedBy(absl::string_view request_body) {
  if (request_body.empty()) return std::nullopt;
  const auto json = ReadAnswerJson(request_body);
  const rapidjson::Value* input = json.ok() ? MemberOf(*json, "input") : nullptr;
  if (input == nullptr) return std::nullopt;
  if (input->IsString()) return 1;
  if (!input->IsArray() || input->Empty()) return std::nullopt;
  return (*input)[0].IsNumber() ? 1 : int64_t{input->Size()};
}

class Embeddings : public Endpoint {
 public:
  absl::StatusOr<std::string> BuildBody(const wire::Payload& payload, const BodyParameters& parameters) const override {
    if (!payload.raw_body().empty()) return payload.raw_body();
    if (payload.texts().empty() && payload.prompt().empty()) {
      return absl::InvalidArgumentError("an embeddings payload needs texts");
    }
    ASSIGN_OR_RETURN(const rapidjson::Document extras, ParseExtras(parameters.extra_body_json));
    BodyBuilder body(extras);
    body.TextMember("model", parameters.model);
    if (body.Member("input")) {
      if (payload.texts().empty()) {
        WriteText(payload.prompt(), body.writer());
      } else {
        WriteTexts(payload.texts(), body.writer());
      }
    }
    body.AddExtras();
    return body.Finish();
  }

  absl::Status ReadEvent(absl::string_view, absl::string_view, const ReadParameters&, AnswerPart&) const override {
    return absl::InvalidArgumentError("embeddings do not stream");
  }

  absl::Status ReadBody(absl::string_view body, const ReadParameters& parameters, AnswerPart& part) const override {
    RETURN_IF_ERROR(ReadResultBody(body, "data", part));
    const std::optional<int64_t> asked = part.inputs ? VectorsAskedBy(parameters.request_body) : std::nullopt;
    if (asked && *asked != *part.inputs) {
      return absl::InvalidArgumentError(absl::StrCat("embeddings for ", *part.inputs, " of ", *asked, " inputs"));
    }
    return absl::OkStatus();
  }
};

}  // namespace

const Endpoint& EmbeddingsEndpoint() {
  static const Embeddings endpoint;
  return endpoint;
}

}  // namespace barrage
