#include "coordinator/cli/command.h"

#include <algorithm>

#include "coordinator/plan/option_table.h"

namespace barrage {

bool CommandRow::Accepts(OptionGroup group) const {
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

std::vector<const OptionRow*> OptionsOf(const CommandRow& command) {
  std::vector<const OptionRow*> rows;
  for (const OptionRow& row : Options()) {
    if (command.Accepts(row.group)) rows.push_back(&row);
  }
  return rows;
}

}  // namespace barrage
