#ifndef COORDINATOR_PLAN_PLAN_VALIDATOR_H_
#define COORDINATOR_PLAN_PLAN_VALIDATOR_H_

#include <string>
#include <vector>

#include "coordinator/plan/option_tree.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// Every problem of values that do not go together or name what does not exist, as sentences that begin with where
// `tree` had them from. Values on their own were checked before (BuildSettings). Looks at no file and no network.
std::vector<std::string> ValidatePlan(const Plan& plan, const OptionTree& tree);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_PLAN_VALIDATOR_H_
