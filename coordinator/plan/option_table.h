#ifndef COORDINATOR_PLAN_OPTION_TABLE_H_
#define COORDINATOR_PLAN_OPTION_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "coordinator/plan/option.h"

namespace barrage {

// Every option of the program, group by group. To add one: a member of the plan, a row in the group's file
// (target_options.cc and so on), and whoever reads the member. tests/docs then says that the pages made from the table
// are old, and how to make them anew; tests/integration/flags_list_test.py asks for a test of its effect.
const std::vector<OptionRow>& Options();

// The row with this flag ("--url", "-u"), or nullptr.
const OptionRow* FindFlag(absl::string_view flag);

// The row with this key of a plan file ("url", "batch_size", or with dashes), or nullptr.
const OptionRow* FindKey(absl::string_view key);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_OPTION_TABLE_H_
