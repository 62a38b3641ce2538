#ifndef COMMON_OPENAI_ANSWER_PART_H_
#define COMMON_OPENAI_ANSWER_PART_H_

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "common/openai/endpoint.h"

namespace barrage {

// Both run once a token: they are here to be inlined.

// Empties `part`; its buffers stay.
inline void ClearPart(AnswerPart& part) {
  part.kind = EventKind::kEmpty;
  part.has_choices = part.finish_reason = part.done = part.usage_dropped = part.has_tool_call = false;
  part.tokens.reset();
  part.usage.reset();
  part.inputs.reset();
  part.error.clear();
  part.text.clear();
  part.reasoning.clear();
}

// True for [DONE] with any blanks around it: `part` then says so.
inline bool TakeDoneMarker(absl::string_view data, AnswerPart& part) {
  if (data.size() >= 32 || absl::StripAsciiWhitespace(data) != "[DONE]") return false;
  ClearPart(part);
  part.kind = EventKind::kDone;
  part.done = true;
  return true;
}

}  // namespace barrage

#endif  // COMMON_OPENAI_ANSWER_PART_H_
