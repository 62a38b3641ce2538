#ifndef COORDINATOR_CLI_REPEAT_COMMAND_H_
#define COORDINATOR_CLI_REPEAT_COMMAND_H_

#include "coordinator/cli/command.h"

namespace barrage {

// `barrage profile --num-profile-runs N`: the same run N times, in AIPerf's layout: NAME/profile_runs/run_0001 … and
// NAME/aggregate, with what the runs together say. Returns the exit code.
int RunRepeatedly(const CommandLine& line);

}  // namespace barrage

#endif  // COORDINATOR_CLI_REPEAT_COMMAND_H_
