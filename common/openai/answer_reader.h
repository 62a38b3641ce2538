#ifndef COMMON_OPENAI_ANSWER_READER_H_
#define COMMON_OPENAI_ANSWER_READER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/openai/answer_limits.h"
#include "common/openai/endpoint.h"

namespace barrage {

// Endpoint::ReadEvent and ReadBody of the endpoints that answer with `choices`. `part` is overwritten.
//
// An event's kind is the first of: error, content, reasoning, tool_call, refusal, role, usage (no choices), empty. A
// body's refusal is content. The text of a tool call is in no text; a refusal's is in `text`. A usage count below 0,
// above 2^31 or broken is left out, and usage_dropped says so. Invalid UTF-8 in the data is no fault, and the texts may
// then hold some; `error` and a status's message are always valid UTF-8, with at most kMaxErrorBytes of what the server
// said.
absl::Status ReadAnswerEvent(absl::string_view name, absl::string_view data, bool want_text, AnswerPart& part);
absl::Status ReadAnswerBody(absl::string_view body, bool want_text, AnswerPart& part);

}  // namespace barrage

#endif  // COMMON_OPENAI_ANSWER_READER_H_
