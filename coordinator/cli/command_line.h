#ifndef COORDINATOR_CLI_COMMAND_LINE_H_
#define COORDINATOR_CLI_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "coordinator/cli/command.h"

namespace barrage {

// Reads the words after the program's name, the environment and the plan file that either names. The first word is a
// command; when it is a flag the command is `profile`, which is GenAI-Perf's oldest form. Words after "--" are
// perf_analyzer's: known flags count, others are named in a warning. Every fault is a problem; nothing is printed.
CommandLine ReadCommandLine(const std::vector<std::string>& words, Environment environment);

}  // namespace barrage

#endif  // COORDINATOR_CLI_COMMAND_LINE_H_
