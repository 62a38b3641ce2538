#ifndef COORDINATOR_PLAN_PLAN_FILE_H_
#define COORDINATOR_PLAN_PLAN_FILE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "coordinator/plan/option_tree.h"

namespace barrage {

// Adds what the YAML `text` says to `tree`, and every fault of its form to `problems` as "NAME:LINE:COLUMN: fault".
// The form: sections (target, load, dataset, fleet, report, output) of keys named after the flags ("request_rate" or
// "request-rate", also an alias: "isl"); a key may stand outside its section too. A list's value is one value, a
// sequence, or a mapping where its texts are pairs ("headers: {X-Team: blue}"). Null counts as absent.
void AddPlanFile(absl::string_view text, absl::string_view name, OptionTree& tree, std::vector<std::string>& problems);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_PLAN_FILE_H_
