#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/completion.h"
#include "coordinator/plan/option_table.h"

namespace barrage {

std::string BashCompletion() {
  std::string commands, options, choices;
  for (const CommandRow& command : Commands()) {
    absl::StrAppend(&commands, commands.empty() ? "" : " ", command.name);
    absl::StrAppend(&options, "    ", command.name, command.alias.empty() ? "" : "|", command.alias, ") words=\"");
    for (const OptionRow* const row : OptionsOf(command)) {
      if (row->level == OptionLevel::kHonoured) absl::StrAppend(&options, "--", NameOf(*row), " ");
    }
    absl::StrAppend(&options, "\" ;;\n");
  }
  for (const OptionRow& row : Options()) {
    if (row.kind != ValueKind::kChoice) continue;
    absl::StrAppend(&choices, "    ", absl::StrJoin(NamesOf(row), "|"), ") words=\"",
                    absl::StrReplaceAll(row.value, {{"|", " "}}), "\" ;;\n");
  }
  return absl::StrCat(
      "# bash completion of barrage: source <(barrage completion bash)\n"
      "_barrage() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} words=\"\"\n"
      "  case ${COMP_WORDS[1]} in\n",
      options, "    *) words=\"", commands, "\" ;;\n  esac\n  case ${COMP_WORDS[COMP_CWORD-1]} in\n", choices,
      "    *) [[ $COMP_CWORD -gt 1 && $word != -* ]] && words=\"\" ;;\n"
      "  esac\n"
      "  [[ $COMP_CWORD -eq 1 ]] && words=\"",
      commands,
      "\"\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
      "}\n"
      "complete -o default -F _barrage barrage\n");
}

}  // namespace barrage
