#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/plan/plan_schema.h"

namespace barrage {

int RunSchema(const CommandLine&) {
  PrintResult(PlanSchema());
  return kExitOk;
}

}  // namespace barrage
