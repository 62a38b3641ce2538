#ifndef COORDINATOR_PLAN_LENGTH_PAIRS_H_
#define COORDINATOR_PLAN_LENGTH_PAIRS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// --seq-dist, in each of AIPerf's three forms: "256,128:60;512,256:40", "[(256,128):60,(512,256):40]" and
// {"pairs": [{"isl": 256, "osl": 128, "prob": 60}, …]}. A length may have a deviation: "256|10", "isl_stddev".
// Error: InvalidArgument; lengths must be ≥ 1 and the percents add up to 100.
absl::StatusOr<std::vector<LengthPair>> ReadLengthPairs(absl::string_view text);

// In the first form.
std::string WriteLengthPairs(const std::vector<LengthPair>& pairs);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_LENGTH_PAIRS_H_
