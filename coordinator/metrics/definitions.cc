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
     .differs = "text alone is a token (no reasoning, no tool calls); request throughput counts failed requests too"},
    {.name = "aiperf",
     .duration_over_ok = true,
     .differs = "the benchmark's duration spans the successful requests alone"},
    {.name = "vllm",
     .content = ContentRule::kWithChoices,
     .token_latency_per_chunk = true,
     .differs = "TTFT ends at the first chunk that has choices, with or without text; inter token latency is every gap "
                "between such chunks, whatever number of tokens they bring"},
    {.name = "guidellm",
     .latency_to_stream_end = true,
     .differs = "request latency ends with the stream, not with the last token"},
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
