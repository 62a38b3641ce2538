#ifndef TESTS_SIM_GENERATION_REQUEST_H_
#define TESTS_SIM_GENERATION_REQUEST_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage::sim {

// What is spoken at a path. kEmbeddings and those after it give results, not tokens: ResultRequest reads them.
enum class Api { kChat, kCompletions, kResponses, kGenerate, kEmbeddings, kNimRankings, kCohereRankings, kTeiRankings };

inline bool GivesTokens(Api api) { return api < Api::kEmbeddings; }

// What a body of a POST asks for.
struct GenerationRequest {
  Api api = Api::kChat;
  std::string model;  // "" when absent
  bool stream = false;
  bool has_stream_options = false;
  bool include_usage = false;
  bool ignore_eos = false;
  std::optional<int64_t> max_tokens;  // max_completion_tokens where both stand
  int64_t min_tokens = 0;
  int64_t prompt_tokens = 0;  // the text's bytes / 4, rounded up; a prompt of token ids: their number
  int64_t inputs = 0;         // of an API that gives results: texts or passages
};

// An InvalidArgument says what is wrong, for a 400. n > 1 is such an error. With kGenerate the path says whether the
// answer streams, not the body.
absl::StatusOr<GenerationRequest> ParseGenerationRequest(Api api, absl::string_view body);

// What the simulated model does when a request leaves its length open.
struct OutputLength {
  int64_t default_tokens = 64;
  int64_t eos_after_tokens = 0;  // 0: never
};

struct PlannedOutput {
  int64_t tokens = 0;
  bool stopped_by_itself = false;  // finish_reason "stop", else "length"

  bool operator==(const PlannedOutput&) const = default;
};

// max_tokens exactly, or default_tokens and "stop" without it; cut to max(eos_after_tokens, min_tokens) unless
// ignore_eos is set.
PlannedOutput PlanOutput(const GenerationRequest& request, const OutputLength& length);

}  // namespace barrage::sim

#endif  // TESTS_SIM_GENERATION_REQUEST_H_
