#ifndef COORDINATOR_METRICS_TOKEN_COUNTS_H_
#define COORDINATOR_METRICS_TOKEN_COUNTS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "common/record/request_record.h"
#include "coordinator/plan/plan.h"
#include "proto/facts.pb.h"
#include "proto/log.pb.h"

namespace barrage {

// The token counts of one request, all from one source: sources are never mixed in a column. What the source does not
// know is absent, though another source may know it.
struct TokenCounts {
  std::optional<int64_t> input, output, reasoning;  // output includes reasoning
};

// `content_events` and `reasoning_events`: of the stream, by the definitions in use. `payload` may be nullptr. Events
// are a source for streamed answers alone. Requires a decided source: not kAuto.
TokenCounts CountTokens(TokenSource source, const RequestRecord& record, const wire::PayloadFacts* payload,
                        int64_t content_events, int64_t reasoning_events);

// What decides the source, gathered over the ok requests of the measured phase.
struct TokenEvidence {
  int64_t ok = 0;
  int64_t with_usage = 0;      // sent a completion count; a prompt count where no tokens are asked for
  int64_t with_tokenizer = 0;  // counted by the tokenizer; their prompts where no tokens are asked for
};

// METRICS §4: the tokenizer if the plan names one and it counted anything; else usage if every ok request has it; else
// events. The plan may force usage or events.
TokenSource DecideTokenSource(const DatasetPlan& plan, const TokenEvidence& evidence);

// "usage", "tokenizer", "events". Requires a decided source.
absl::string_view TokenSourceName(TokenSource source);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_TOKEN_COUNTS_H_
