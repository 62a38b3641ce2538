#ifndef COMMON_OPENAI_RESULT_BODY_H_
#define COMMON_OPENAI_RESULT_BODY_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/openai/endpoint.h"

namespace barrage {

// Reads an answer that is a list of results: its member `list`, or with an empty name the answer itself. Counts them
// (part.inputs), and takes usage and an error. In one pass that converts no number: a batch of embeddings holds tens of
// thousands, and this runs in the loop. `part` is overwritten. Error: InvalidArgument when the body is no JSON, or has
// neither the list nor an error.
absl::Status ReadResultBody(absl::string_view body, absl::string_view list, AnswerPart& part);

}  // namespace barrage

#endif  // COMMON_OPENAI_RESULT_BODY_H_
