#include "coordinator/cli/inputs_file.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/openai/endpoint.h"
#include "coordinator/cli/text_file.h"

namespace barrage {
namespace {

constexpr int64_t kMostPayloads = 10'000;
constexpr size_t kMostBytes = size_t{64} << 20;

}  // namespace

absl::Status WriteInputs(const Plan& plan, const ResolvedTarget& target, const Workload& workload,
                         const std::string& path) {
  const Endpoint& endpoint = FindEndpoint(plan.target.endpoint_type)->endpoint();
  BodyParameters parameters;
  parameters.streaming = plan.target.streaming;
  parameters.include_usage = target.include_usage;
  parameters.legacy_max_tokens = plan.target.use_legacy_max_tokens;
  parameters.extra_body_json = plan.target.extra_body_json;
  parameters.body_template = plan.target.payload_template.value_or("");

  std::string text = "{\"data\": [";
  RequestStream requests = workload.Requests(LoadPhase::kMeasured);
  const int64_t most = std::min(kMostPayloads, workload.payload_count());
  for (int64_t i = 0; i < most && text.size() < kMostBytes; ++i) {
    const auto request = requests.Next();
    if (!request) break;
    parameters.model = target.models[request->model_index()];
    parameters.max_output_tokens.reset();
    parameters.min_output_tokens.reset();
    if (request->has_max_output_tokens()) parameters.max_output_tokens = request->max_output_tokens();
    if (request->has_min_output_tokens()) parameters.min_output_tokens = request->min_output_tokens();
    ASSIGN_OR_RETURN(const std::string body, endpoint.BuildBody(workload.Payload(request->payload_id()), parameters));
    absl::StrAppend(&text, i == 0 ? "\n" : ",\n", "{\"payload\": [", body, "]}");
  }
  return WriteTextFile(path, absl::StrCat(text, "\n]}\n"));
}

}  // namespace barrage
