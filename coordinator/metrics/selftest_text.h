#ifndef COORDINATOR_METRICS_SELFTEST_TEXT_H_
#define COORDINATOR_METRICS_SELFTEST_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// What a selftest (the JSON that `barrage selftest` writes) says of a run with this load: the errors at the lowest
// level of its ladder that is no lighter, for each agent of a fleet the worst, and up to which level it is to be
// trusted. A sentence in any case, also where the text is not such JSON.
std::string SelftestTextFor(const LoadPlan& load, absl::string_view json);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SELFTEST_TEXT_H_
