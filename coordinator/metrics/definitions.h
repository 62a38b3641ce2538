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

// How one tool reads the same facts. Tools use the same words for different things: these are the differences.
struct Definitions {
  absl::string_view name;
  ContentRule content = ContentRule::kAnyToken;
  bool latency_to_stream_end = false;        // request_latency ends with the stream, not with the last c_i
  bool token_latency_per_chunk = false;      // inter_token_latency: every gap, instead of one quotient a request
  bool request_throughput_over_all = false;  // every dispatched request counts, not the ok ones alone
  bool duration_over_ok = false;             // benchmark_duration spans the ok requests alone
  absl::string_view differs;                 // in words, for the report
};

// One row a tool; Barrage's own first.
absl::Span<const Definitions> AllDefinitions();

// Error: InvalidArgument, naming those that exist.
absl::StatusOr<Definitions> FindDefinitions(absl::string_view name);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_DEFINITIONS_H_
