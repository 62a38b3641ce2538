#ifndef COORDINATOR_PLAN_SWEEP_H_
#define COORDINATOR_PLAN_SWEEP_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "coordinator/plan/settings.h"

namespace barrage {

// The option that a sweep of this type sets: "--concurrency".
absl::string_view SweptFlag(SweepType type);

// The values of a sweep in their order, as that option's texts. `list`: "100,150,200" (it wins over `range`). `range`:
// "MIN:MAX", which doubles from MIN as long as MAX is not passed, or "MIN:MAX:STEP". Neither: GenAI-Perf's own range of
// the type. Errors: InvalidArgument; the message follows the option's name. At least one value, at most 10,000.
absl::StatusOr<std::vector<std::string>> SweepValues(SweepType type, const std::optional<std::string>& range,
                                                     const std::optional<std::string>& list);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_SWEEP_H_
