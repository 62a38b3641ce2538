#ifndef COORDINATOR_CLI_SELFTEST_FLEET_H_
#define COORDINATOR_CLI_SELFTEST_FLEET_H_

#include <string>

#include "coordinator/cli/command.h"
#include "coordinator/selftest/selftest_report.h"

namespace barrage {

// `barrage selftest --expect-agents N`: each agent measures its own host. Returns the exit code: 4 where agents are
// missing or one of them could not.
int RunSelftestOnFleet(const CommandLine& line);

// For the head of the file.
SelftestFacts FactsOfThisHost();

// Writes `json` into the artifact directory as selftest.json, prints `text` and where the file is. Returns the exit
// code.
int KeepSelftest(const CommandLine& line, const std::string& json, const std::string& text);

}  // namespace barrage

#endif  // COORDINATOR_CLI_SELFTEST_FLEET_H_
