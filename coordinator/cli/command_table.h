#ifndef COORDINATOR_CLI_COMMAND_TABLE_H_
#define COORDINATOR_CLI_COMMAND_TABLE_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "coordinator/cli/command.h"

namespace barrage {

// The table of commands, in the order of the help.
const std::vector<CommandRow>& Commands();

// The command with this name or alias, or nullptr.
const CommandRow* FindCommand(absl::string_view name);

// One function a command, each in a file of its own; command_table.cc lists them.
int RunProfile(const CommandLine& line);
int RunAnalyze(const CommandLine& line);
int RunReport(const CommandLine& line);
int RunCompare(const CommandLine& line);
int RunExport(const CommandLine& line);
int RunValidate(const CommandLine& line);
int RunProbe(const CommandLine& line);
int RunSelftest(const CommandLine& line);
int RunAgents(const CommandLine& line);
int RunServe(const CommandLine& line);
int RunCompletion(const CommandLine& line);
int RunMan(const CommandLine& line);
int RunSchema(const CommandLine& line);

}  // namespace barrage

#endif  // COORDINATOR_CLI_COMMAND_TABLE_H_
