#ifndef COORDINATOR_CLI_COMMAND_H_
#define COORDINATOR_CLI_COMMAND_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "coordinator/plan/option_tree.h"
#include "coordinator/plan/settings.h"

namespace barrage {

struct CommandRow;

// A command line, read.
struct CommandLine {
  const CommandRow* command = nullptr;  // absent: none was named, or an unknown one
  Settings settings;
  OptionTree options;
  std::vector<std::string> words;  // behind the command's name, as they were given
  std::vector<std::string> operands;
  std::vector<std::string> problems;  // sentences; with any of them nothing is started
  std::vector<std::string> warnings;
  Environment environment = nullptr;
};

// A subcommand of `barrage`.
struct CommandRow {
  absl::string_view name = {};
  absl::string_view alias = {};
  absl::string_view operand = {};  // "DIR" where it takes one, or empty
  absl::string_view summary = {};  // one line for the help
  std::vector<OptionGroup> groups = {};
  // Does the work and returns the exit code. Requires a command line without problems.
  int (*run)(const CommandLine& line) = nullptr;

  bool Accepts(OptionGroup group) const;
};

// The options that `command` accepts, in table order.
std::vector<const OptionRow*> OptionsOf(const CommandRow& command);

}  // namespace barrage

#endif  // COORDINATOR_CLI_COMMAND_H_
