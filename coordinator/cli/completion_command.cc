#include "absl/strings/str_cat.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/completion.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"

namespace barrage {

int RunCompletion(const CommandLine& line) {
  const std::string shell = line.operands.empty() ? "bash" : line.operands.front();
  if (shell == "bash") {
    PrintResult(BashCompletion());
  } else if (shell == "zsh") {
    PrintResult(ZshCompletion());
  } else if (shell == "fish") {
    PrintResult(FishCompletion());
  } else {
    PrintError(absl::StrCat("completion knows bash, zsh and fish, not '", shell, "'"));
    return kExitUsage;
  }
  return kExitOk;
}

}  // namespace barrage
