#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/completion.h"

namespace barrage {
namespace {

// Inside '…' and inside a specification of _arguments, which gives brackets and colons a meaning.
std::string Quoted(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"'", "'\\''"}, {"[", "\\["}, {"]", "\\]"}, {":", "\\:"}});
}

// What completes an option's value.
std::string ActionOf(const OptionRow& row) {
  if (row.kind == ValueKind::kChoice) return absl::StrCat("(", absl::StrReplaceAll(row.value, {{"|", " "}}), ")");
  if (row.value == "FILE") return "_files";
  if (row.value == "DIR") return "_files -/";
  return " ";
}

// "'*--url=[Targets]:URL: '" for each of its names.
void AppendOption(const OptionRow& row, std::string& script) {
  for (const absl::string_view name : NamesOf(row)) {
    const absl::string_view joint = row.kind == ValueKind::kFlag ? "" : name.size() > 2 ? "=" : "+";
    absl::StrAppend(&script, " \\\n        '", row.list ? "*" : "", name, joint, "[", Quoted(row.help), "]");
    if (row.kind != ValueKind::kFlag) absl::StrAppend(&script, ":", Quoted(row.value), ":", ActionOf(row));
    script += "'";
  }
}

}  // namespace

std::string ZshCompletion() {
  std::string commands, cases;
  for (const CommandRow& command : Commands()) {
    absl::StrAppend(&commands, "    '", command.name, ":", Quoted(command.summary), "'\n");
    absl::StrAppend(&cases, "    ", command.name, command.alias.empty() ? "" : "|", command.alias,
                    ")\n      _arguments");
    for (const OptionRow* const row : OptionsOf(command)) {
      if (row->level == OptionLevel::kHonoured) AppendOption(*row, cases);
    }
    if (!command.operand.empty()) {
      absl::StrAppend(&cases, " \\\n        '1:", command.operand, ":", command.operand == "DIR" ? "_files -/" : " ",
                      "'");
    }
    cases += "\n      ;;\n";
  }
  return absl::StrCat(
      "#compdef barrage\n"
      "# zsh completion of barrage: barrage completion zsh > \"${fpath[1]}/_barrage\"\n"
      "_barrage() {\n"
      "  local -a commands\n"
      "  commands=(\n",
      commands,
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  local command=$words[2]\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $command in\n",
      cases,
      "  esac\n"
      "}\n"
      "if [[ $funcstack[1] == _barrage ]]; then\n"
      "  _barrage \"$@\"\n"
      "else\n"
      "  compdef _barrage barrage\n"
      "fi\n");
}

}  // namespace barrage
