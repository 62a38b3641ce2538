#ifndef COORDINATOR_WORKLOAD_PROMPT_LINE_H_
#define COORDINATOR_WORKLOAD_PROMPT_LINE_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proto/request.pb.h"

namespace barrage {

// What one line of a prompt file holds.
struct FilePrompt {
  wire::Payload payload;                 // prompt or messages
  std::optional<int64_t> output_tokens;  // the line's own output length
  std::optional<int64_t> at_ns;          // when it was asked, or in a schedule: when it is due after t0
  int64_t line = 0;                      // its number in the file
};

// Reads a JSON object with exactly one of
//   "text", "text_input" or "prompt": a string that is not empty;
//   "messages": objects of a "role" and a "content" (a string, or an array of parts, kept as JSON);
// and, if the line has it, "output_length", "max_tokens" or "max_completion_tokens": an integer > 0, and "timestamp":
// ms ≥ 0. Other members are notes and ignored, but for images and audio, which nothing would send, and those that make
// the line a part of a conversation or a trace of token blocks. Error: InvalidArgument, what is wrong, without the
// place.
absl::StatusOr<FilePrompt> ParsePromptLine(absl::string_view line);

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_PROMPT_LINE_H_
