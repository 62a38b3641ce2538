#include "common/openai/embeddings.h"

#include <string>

#include "common/base/status_macros.h"
#include "common/openai/body_writer.h"
#include "common/openai/result_body.h"

namespace barrage {
namespace {

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

  absl::Status ReadBody(absl::string_view body, const ReadParameters&, AnswerPart& part) const override {
    return ReadResultBody(body, "data", part);
  }
};

}  // namespace

const Endpoint& EmbeddingsEndpoint() {
  static const Embeddings endpoint;
  return endpoint;
}

}  // namespace barrage
