#ifndef COORDINATOR_CLI_HELP_TEXT_H_
#define COORDINATOR_CLI_HELP_TEXT_H_

#include <string>

#include "coordinator/cli/command.h"

namespace barrage {

// `barrage --help`: the commands, and where to go on.
std::string ProgramHelp();

// `barrage COMMAND --help`, at most 60 lines; with `all`, every option of the command.
std::string CommandHelp(const CommandRow& command, bool all);

}  // namespace barrage

#endif  // COORDINATOR_CLI_HELP_TEXT_H_
