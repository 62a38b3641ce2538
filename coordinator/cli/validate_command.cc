#include "absl/strings/str_cat.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/plan_text.h"
#include "coordinator/cli/tokenizer_choice.h"
#include "coordinator/workload/workload.h"

namespace barrage {

// Checks everything that can be checked without a network: options, plan file, the files that they name.
int RunValidate(const CommandLine& line) {
  const Plan& plan = line.settings.plan;
  const auto tokenizer = ChooseTokenizer(plan.dataset, line.environment, false);
  if (!tokenizer.ok()) {
    PrintError(tokenizer.status().message());
    return kExitUsage;
  }
  if (!tokenizer->warning.empty()) PrintWarning(tokenizer->warning);
  if (const auto workload = Workload::Make(plan, tokenizer->tokenizer); !workload.ok()) {
    PrintError(workload.status().message());
    return kExitUsage;
  }
  PrintResult(absl::StrCat("The plan is valid: ", PlanSentence(plan), "\n"));
  return kExitOk;
}

}  // namespace barrage
