#include "coordinator/target/usage_probe.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "coordinator/target/answer_length.h"
#include "proto/request.pb.h"

namespace barrage {
namespace {

constexpr size_t kWordBytes = 200;
constexpr int64_t kFewTokens = 8;      // where one was asked for: some servers count a role or an end
constexpr size_t kLongAnswer = 16384;  // for one token. A server that does not heed the length may go on for minutes

absl::StatusOr<HttpResponse> Ask(const UsageQuestion& question, bool include_usage, bool legacy_max_tokens,
                                 HttpOptions access) {
  BodyParameters parameters;
  parameters.model = question.model;
  parameters.streaming = question.streaming;
  parameters.include_usage = include_usage;
  parameters.legacy_max_tokens = legacy_max_tokens;
  parameters.max_output_tokens = 1;
  parameters.extra_body_json = question.extra_body_json;
  wire::Payload payload;
  payload.set_prompt("Hi");
  wire::ChatMessage& message = *payload.add_messages();
  message.set_role("user");
  message.set_content("Hi");
  ASSIGN_OR_RETURN(const std::string body, question.endpoint.endpoint().BuildBody(payload, parameters));
  access.enough_bytes = kLongAnswer;
  access.headers.emplace_back("Content-Type", "application/json");
  return HttpPost(question.url, body, access);
}

bool IsAnswered(const absl::StatusOr<HttpResponse>& answer) { return answer.ok() && answer->status / 100 == 2; }

bool IsBadRequest(const absl::StatusOr<HttpResponse>& answer) {
  return answer.ok() && (answer->status == 400 || answer->status == 422);
}

// A refusal's first words, on one line.
std::string Words(const HttpResponse& answer, const Secrets& secrets) {
  std::string words = secrets.Redacted(answer.body).substr(0, kWordBytes);
  for (char& c : words) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return absl::StrCat("a first request was answered ", answer.status, words.empty() ? "" : ": ", words);
}

// A limit of the user's own (max_tokens and the like) goes in place of ours: then no length is too long.
bool IsTooLong(const UsageQuestion& question, const HttpResponse& answer) {
  if (absl::StrContains(question.extra_body_json, "\"max_")) return false;
  return answer.body.size() >= kLongAnswer ||
         AnsweredTokens(question.endpoint.endpoint(), question.streaming, answer.body).value_or(0) > kFewTokens;
}

// After a first answer that was too long.
UsageProbe TryMaxTokens(const UsageQuestion& question, const HttpOptions& access) {
  UsageProbe probe;
  if (!question.legacy_max_tokens) {
    const auto second = Ask(question, true, true, access);
    probe.max_tokens_ignored = IsAnswered(second) && !IsTooLong(question, *second);
  }
  if (!probe.max_tokens_ignored) {
    probe.trouble = absl::StrCat("the server does not heed the output length: 1 token was asked for, more than ",
                                 kFewTokens, " came");
  }
  return probe;
}

}  // namespace

UsageProbe ProbeUsage(const UsageQuestion& question, const HttpOptions& access, const Secrets& secrets) {
  UsageProbe probe;
  const bool legacy = question.legacy_max_tokens;
  const auto first = Ask(question, true, legacy, access);
  if (!first.ok()) {
    probe.trouble = absl::StrCat("a first request failed: ", first.status().message());
    return probe;
  }
  if (IsAnswered(first)) return IsTooLong(question, *first) ? TryMaxTokens(question, access) : probe;
  probe.trouble = Words(*first, secrets);
  if (!IsBadRequest(first)) return probe;
  struct Without {
    bool usage, max_tokens;
  };
  for (const Without without : {Without{true, false}, Without{false, true}, Without{true, true}}) {
    if ((without.usage && !question.streaming) || (without.max_tokens && legacy)) continue;
    if (!IsAnswered(Ask(question, !without.usage, legacy || without.max_tokens, access))) continue;
    probe = {.refused = without.usage, .max_tokens_refused = without.max_tokens};
    return probe;
  }
  return probe;
}

}  // namespace barrage
