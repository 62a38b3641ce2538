#include "tests/sim/result_body.h"

#include "absl/strings/str_cat.h"

namespace barrage::sim {
namespace {

constexpr absl::string_view kVector = "[0.125,-0.25,0.5,1e-3,-0.0625,0.75,0,0.03125]";

std::string Entries(int64_t inputs, absl::string_view before, absl::string_view after) {
  std::string out = "[";
  for (int64_t i = 0; i < inputs; ++i) {
    absl::StrAppend(&out, i == 0 ? "{" : ",{", before, "\"index\":", i, after, "}");
  }
  return out + "]";
}

}  // namespace

std::string ResultBody(Api api, absl::string_view model_json, int64_t inputs, int64_t prompt_tokens) {
  const std::string usage =
      absl::StrCat("\"usage\":{\"prompt_tokens\":", prompt_tokens, ",\"total_tokens\":", prompt_tokens, "}}");
  switch (api) {
    case Api::kNimRankings:
      return absl::StrCat("{\"rankings\":", Entries(inputs, "", ",\"logit\":0.5"), ",", usage);
    case Api::kCohereRankings:
      return absl::StrCat("{\"id\":\"r\",\"results\":", Entries(inputs, "", ",\"relevance_score\":0.5"),
                          ",\"meta\":{\"billed_units\":{\"search_units\":1}}}");
    case Api::kTeiRankings:
      return Entries(inputs, "", ",\"score\":0.5");
    default:
      return absl::StrCat("{\"object\":\"list\",\"data\":",
                          Entries(inputs, "\"object\":\"embedding\",", absl::StrCat(",\"embedding\":", kVector)),
                          ",\"model\":", model_json, ",", usage);
  }
}

}  // namespace barrage::sim
