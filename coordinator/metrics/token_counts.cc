#include "coordinator/metrics/token_counts.h"

namespace barrage {
namespace {

TokenCounts FromUsage(const RequestRecord& record) {
  if (!record.usage) return {};
  return {record.usage->prompt, record.usage->completion, record.usage->reasoning};
}

TokenCounts FromTokenizer(const RequestRecord& record, const wire::PayloadFacts* payload) {
  TokenCounts counts{std::nullopt, record.tokenizer_output_tokens, record.tokenizer_reasoning_tokens};
  if (counts.output && counts.reasoning) *counts.output += *counts.reasoning;
  if (payload != nullptr && payload->has_tokenizer_tokens()) {
    counts.input = static_cast<int64_t>(payload->tokenizer_tokens());
  }
  return counts;
}

}  // namespace

TokenCounts CountTokens(TokenSource source, const RequestRecord& record, const wire::PayloadFacts* payload,
                        int64_t content_events, int64_t reasoning_events) {
  switch (source) {
    case TokenSource::kServer:
      return FromUsage(record);
    case TokenSource::kTokenizer:
      return FromTokenizer(record, payload);
    case TokenSource::kAuto:
    case TokenSource::kEvents:
      break;
  }
  if (!record.streamed) return {};
  return {std::nullopt, content_events, reasoning_events};
}

TokenSource DecideTokenSource(const DatasetPlan& plan, const TokenEvidence& evidence) {
  if (plan.token_source == TokenSource::kServer || plan.token_source == TokenSource::kEvents) return plan.token_source;
  const bool tokenizer_wanted = plan.tokenizer.has_value() || plan.token_source == TokenSource::kTokenizer;
  if (tokenizer_wanted && evidence.with_tokenizer > 0) return TokenSource::kTokenizer;
  return evidence.ok > 0 && evidence.with_usage == evidence.ok ? TokenSource::kServer : TokenSource::kEvents;
}

absl::string_view TokenSourceName(TokenSource source) {
  switch (source) {
    case TokenSource::kServer:
      return "usage";
    case TokenSource::kTokenizer:
      return "tokenizer";
    case TokenSource::kAuto:
    case TokenSource::kEvents:
      break;
  }
  return "events";
}

}  // namespace barrage
