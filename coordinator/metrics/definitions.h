#ifndef COORDINATOR_METRICS_DEFINITIONS_H_
#define COORDINATOR_METRICS_DEFINITIONS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace barrage {

// Which stream events are the c_i of the formulas.
enum class ContentRule {
  kAnyToken,     // text of the answer or the reasoning, tool calls, refusals
  kTextOnly,     // text of the answer
  kWithChoices,  // every event that holds `choices`, also a role or a finish_reason alone
};

// Where request_latency of a stream ends.
enum class LatencyEnd {
  kLastContent,  // the last c_i
  kLastEvent,    // the last event, usage included, but not [DONE]
  kStreamEnd,    // the end of the stream
};

// What inter_token_latency is.
enum class InterToken {
  kAnswer,     // (request_latency − TTFT) ÷ (n − 1), one a request
  kLastToken,  // (c_last − c₀) ÷ (n − 1), one a request
  kPerChunk,   // every c_i − c_{i−1}
};

// What time_per_output_token is, where the tool has such a number beside inter_token_latency.
enum class PerOutputToken {
  kNone,
  kAfterFirst,  // (request_latency − TTFT) ÷ (n − 1)
  kAll,         // (c_last − s) ÷ n
};

// How one tool reads the same facts. Tools use the same words for different things: these are the differences.
struct Definitions {
  absl::string_view name;
  ContentRule content = ContentRule::kAnyToken;
  LatencyEnd latency_end = LatencyEnd::kLastContent;
  InterToken inter_token = InterToken::kAnswer;
  PerOutputToken per_output_token = PerOutputToken::kNone;
  bool request_throughput_over_all = false;  // every dispatched request counts, not the ok ones alone
  bool duration_over_ok = false;             // benchmark_duration ends with the last answer of the ok requests alone
  absl::string_view differs;                 // in words, for the report
};

// One row a tool; Barrage's own first.
absl::Span<const Definitions> AllDefinitions();

// Error: InvalidArgument, naming those that exist.
absl::StatusOr<Definitions> FindDefinitions(absl::string_view name);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_DEFINITIONS_H_
