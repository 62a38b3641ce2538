#include "coordinator/cli/command_table.h"

namespace barrage {
namespace {

using G = OptionGroup;

const std::vector<OptionGroup>& AllGroups() {
  static const auto& groups =
      *new std::vector<OptionGroup>{G::kTarget, G::kLoad, G::kDataset, G::kFleet, G::kReport, G::kOutput, G::kGeneral};
  return groups;
}

std::vector<OptionGroup> WithSweep() {
  std::vector<OptionGroup> groups = AllGroups();
  groups.push_back(G::kSweep);
  return groups;
}

}  // namespace

const std::vector<CommandRow>& Commands() {
  static const auto& rows = *new std::vector<CommandRow>{
      {.name = "profile",
       .alias = "run",
       .summary = "Runs a benchmark and reports it",
       .groups = AllGroups(),
       .run = RunProfile},
      {.name = "analyze",
       .summary = "Runs a benchmark once for each value of a sweep, and compares the runs",
       .groups = WithSweep(),
       .run = RunAnalyze},
      {.name = "report",
       .operand = "DIR",
       .summary = "Reports a run again from its record log, as it was or in another view",
       .groups = {G::kReport, G::kGeneral},
       .run = RunReport},
      {.name = "compare",
       .operand = "A B",
       .summary = "Says what changed from run A to run B, and whether it is too much",
       .groups = {G::kCompare, G::kGeneral},
       .run = RunCompare},
      {.name = "export",
       .operand = "DIR",
       .summary = "Writes a run's records, a line a request, from its record log",
       .groups = {G::kExport, G::kGeneral},
       .run = RunExport},
      {.name = "validate",
       .summary = "Checks a plan and its input file, and runs nothing",
       .groups = AllGroups(),
       .run = RunValidate},
      {.name = "probe",
       .summary = "Asks the target what it is, and whether it is ready",
       .groups = AllGroups(),
       .run = RunProbe},
      {.name = "selftest",
       .summary = "Measures how far this machine's measurements are from the truth, against barrage-sim",
       .groups = {G::kLoad, G::kFleet, G::kOutput, G::kGeneral},
       .run = RunSelftest},
      {.name = "agents",
       .summary = "Listens for five seconds and lists the agents that dial in",
       .groups = {G::kFleet, G::kGeneral},
       .run = RunAgents},
      {.name = "serve",
       .summary = "Serves health, metrics and results over HTTP until it is told to end",
       .groups = {G::kOutput, G::kGeneral},
       .run = RunServe},
      {.name = "completion",
       .operand = "SHELL",
       .summary = "Prints a completion script for bash, zsh or fish",
       .groups = {G::kGeneral},
       .run = RunCompletion},
      {.name = "man", .summary = "Prints the manual page, in troff", .groups = {G::kGeneral}, .run = RunMan},
      {.name = "schema", .summary = "Prints the JSON Schema of a plan file", .groups = {G::kGeneral}, .run = RunSchema},
  };
  return rows;
}

const CommandRow* FindCommand(absl::string_view name) {
  for (const CommandRow& row : Commands()) {
    if (row.name == name || (!row.alias.empty() && row.alias == name)) return &row;
  }
  return nullptr;
}

}  // namespace barrage
