#ifndef COORDINATOR_PLAN_EXTRA_INPUTS_H_
#define COORDINATOR_PLAN_EXTRA_INPUTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace barrage {

// GenAI-Perf's --extra-inputs: each text is "key:value", where the value becomes a boolean, an integer, a number or
// else a string; "key", which is null; or a JSON object, whose members are added, in place of earlier ones of their
// name. A key that was given before is an error. Returns one JSON object on one line, members in order; "" for no text.
absl::StatusOr<std::string> ReadExtraInputs(absl::Span<const std::string> texts);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_EXTRA_INPUTS_H_
