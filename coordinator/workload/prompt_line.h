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
  wire::Payload payload;                 // see below; images and audios are as the line names them
  std::optional<int64_t> output_tokens;  // the line's own output length
  std::optional<int64_t> at_ns;          // when it was asked, or in a schedule: when it is due after t0
  int64_t line = 0;                      // its number in the file
};

// Reads a JSON object with exactly one of
//   "text", "text_input" or "prompt": a string that is not empty;
//   "messages": objects of a "role" and a "content" (a string, or an array of parts, kept as JSON);
//   "texts": a batch of strings, or with "query" the passages for it, which may also be called "passages" or
//            "documents"; or AIPerf's entries of a "name" (query, passages, or none) and "contents";
// and, if the line has them, "image", "images", "audio" or "audios" (a string or strings) beside a text or alone,
// "output_length", "max_tokens" or "max_completion_tokens": an integer > 0, and "timestamp": ms ≥ 0. Other members are
// notes and ignored, but for video, which nothing would send, and those that make the line a part of a conversation or
// a trace of token blocks. Error: InvalidArgument, what is wrong, without the place.
absl::StatusOr<FilePrompt> ParsePromptLine(absl::string_view line);

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_PROMPT_LINE_H_
