#include "coordinator/metrics/definitions.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace barrage {
namespace {

constexpr Definitions kDefinitions[] = {
    {.name = "barrage", .differs = ""},
    {.name = "genai-perf",
     .content = ContentRule::kTextOnly,
     .request_throughput_over_all = true,
     .duration_over_ok = true,
     .differs =
         "text alone is a token (no reasoning, no tool calls); request throughput counts failed requests too; the "
         "benchmark's duration ends with the last text of the successful requests"},
    {.name = "aiperf",
     .duration_over_ok = true,
     .differs = "the benchmark's duration ends with the last content of the successful requests"},
    {.name = "vllm",
     .content = ContentRule::kWithChoices,
     .latency_end = LatencyEnd::kLastEvent,
     .inter_token = InterToken::kPerChunk,
     .per_output_token = PerOutputToken::kAfterFirst,
     .differs = "TTFT ends at the first chunk that has choices, with or without text; inter token latency is every gap "
                "between such chunks, whatever number of tokens they bring; request latency ends with the last event "
                "before [DONE], usage included; time per output token is one quotient a request"},
    {.name = "guidellm",
     .latency_end = LatencyEnd::kStreamEnd,
     .inter_token = InterToken::kLastToken,
     .per_output_token = PerOutputToken::kAll,
     .differs = "request latency ends with the stream, not with the last token; time per output token has the first "
                "token's time in it"},
};

}  // namespace

absl::Span<const Definitions> AllDefinitions() { return kDefinitions; }

absl::StatusOr<Definitions> FindDefinitions(absl::string_view name) {
  std::vector<absl::string_view> names;
  for (const Definitions& row : kDefinitions) {
    if (row.name == name) return row;
    names.push_back(row.name);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("no definitions called '", name, "': there are ", absl::StrJoin(names, ", ")));
}

}  // namespace barrage
