#include "coordinator/cli/usage_probe.h"

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "proto/request.pb.h"

namespace barrage {
namespace {

absl::StatusOr<HttpResponse> Ask(const EndpointRow& endpoint, const std::string& url, const BodyParameters& parameters,
                                 HttpOptions access) {
  wire::Payload payload;
  payload.set_prompt("Hi");
  wire::ChatMessage& message = *payload.add_messages();
  message.set_role("user");
  message.set_content("Hi");
  ASSIGN_OR_RETURN(const std::string body, endpoint.endpoint().BuildBody(payload, parameters));
  access.headers.emplace_back("Content-Type", "application/json");
  return HttpPost(url, body, access);
}

// A refusal's first words, on one line.
std::string Words(const HttpResponse& answer) {
  std::string words = answer.body.substr(0, 200);
  for (char& c : words) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return absl::StrCat("a first request was answered ", answer.status, words.empty() ? "" : ": ", words);
}

}  // namespace

UsageProbe ProbeUsage(const EndpointRow& endpoint, const std::string& url, const std::string& model,
                      bool legacy_max_tokens, const HttpOptions& access) {
  BodyParameters parameters;
  parameters.model = model;
  parameters.legacy_max_tokens = legacy_max_tokens;
  parameters.max_output_tokens = 1;
  UsageProbe probe;
  const auto with_usage = Ask(endpoint, url, parameters, access);
  if (!with_usage.ok()) {
    probe.trouble = absl::StrCat("a first request failed: ", with_usage.status().message());
    return probe;
  }
  if (with_usage->status / 100 == 2) return probe;
  probe.trouble = Words(*with_usage);
  if (with_usage->status / 100 != 4) return probe;
  parameters.include_usage = false;
  const auto without = Ask(endpoint, url, parameters, access);
  if (without.ok() && without->status / 100 == 2) probe = {.refused = true, .trouble = ""};
  return probe;
}

}  // namespace barrage
