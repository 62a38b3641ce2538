#ifndef COORDINATOR_PLAN_PLAN_BUILDER_H_
#define COORDINATOR_PLAN_PLAN_BUILDER_H_

#include <string>
#include <vector>

#include "coordinator/plan/option_tree.h"
#include "coordinator/plan/settings.h"

namespace barrage {

// The settings that `tree` describes: defaults, then each value, then the defaults that depend on other values
// (streaming where the endpoint can, the number of requests, gamma where a smoothness is given). Each value that does
// not fit its option is added to `problems`, whole sentences with where it was given; options without an effect to
// `warnings`. What they name keeps its default.
Settings BuildSettings(const OptionTree& tree, std::vector<std::string>& problems, std::vector<std::string>& warnings);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_PLAN_BUILDER_H_
