#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/completion.h"
#include "coordinator/plan/option_table.h"

namespace barrage {
namespace {

// Inside '…'.
std::string Quoted(absl::string_view text) { return absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}); }

// The commands that accept the option: "profile run validate".
std::string CommandsWith(const OptionRow& row) {
  std::string names;
  for (const CommandRow& command : Commands()) {
    if (!command.Accepts(row.group)) continue;
    absl::StrAppend(&names, " ", command.name, command.alias.empty() ? "" : " ", command.alias);
  }
  return names;
}

std::string ValueOf(const OptionRow& row) {
  if (row.kind == ValueKind::kFlag) return "";
  if (row.kind == ValueKind::kChoice) {
    return absl::StrCat(" -x -a '", absl::StrReplaceAll(row.value, {{"|", " "}}), "'");
  }
  if (row.value == "FILE") return " -rF";
  if (row.value == "DIR") return " -xa '(__fish_complete_directories)'";
  return " -x";
}

}  // namespace

std::string FishCompletion() {
  std::string script =
      "# fish completion of barrage: barrage completion fish > ~/.config/fish/completions/barrage.fish\n"
      "complete -c barrage -f\n";
  for (const CommandRow& command : Commands()) {
    absl::StrAppend(&script, "complete -c barrage -n __fish_use_subcommand -a ", command.name, " -d '",
                    Quoted(command.summary), "'\n");
    if (command.operand == "DIR") {
      absl::StrAppend(&script, "complete -c barrage -n '__fish_seen_subcommand_from ", command.name,
                      "' -a '(__fish_complete_directories)'\n");
    }
  }
  for (const OptionRow& row : Options()) {
    if (row.level != OptionLevel::kHonoured) continue;
    absl::StrAppend(&script, "complete -c barrage -n '__fish_seen_subcommand_from", CommandsWith(row), "'");
    for (const absl::string_view name : NamesOf(row)) {
      absl::StrAppend(&script, name.size() > 2 ? " -l " : " -s ", name.substr(name.size() > 2 ? 2 : 1));
    }
    absl::StrAppend(&script, ValueOf(row), " -d '", Quoted(row.help), "'\n");
  }
  return script;
}

}  // namespace barrage
