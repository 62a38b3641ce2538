#ifndef COORDINATOR_CLI_PROGRAM_H_
#define COORDINATOR_CLI_PROGRAM_H_

#include <string>
#include <vector>

#include "coordinator/plan/option_tree.h"

namespace barrage {

// The whole `barrage` program: reads the words after its name, does what they say, returns the exit code. Nothing is
// started when any of them is wrong.
int RunProgram(const std::vector<std::string>& words, Environment environment);

}  // namespace barrage

#endif  // COORDINATOR_CLI_PROGRAM_H_
