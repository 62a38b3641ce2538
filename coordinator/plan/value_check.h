#ifndef COORDINATOR_PLAN_VALUE_CHECK_H_
#define COORDINATOR_PLAN_VALUE_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "coordinator/plan/option.h"

namespace barrage {

// Whether `text` is of the row's kind and within its range. Error: InvalidArgument; its message follows the option's
// name: "must be > 0, got -3".
absl::Status CheckValue(const OptionRow& row, absl::string_view text);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_VALUE_CHECK_H_
