#include "coordinator/cli/help_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "coordinator/cli/command_table.h"

namespace barrage {
namespace {

constexpr OptionGroup kOrder[] = {OptionGroup::kTarget, OptionGroup::kLoad,   OptionGroup::kDataset,
                                  OptionGroup::kFleet,  OptionGroup::kReport, OptionGroup::kOutput,
                                  OptionGroup::kGeneral};
constexpr int kHelpColumn = 34;

// "  --url, -u URL ..."
std::string FlagColumn(const OptionRow& row, bool all) {
  std::vector<absl::string_view> names = NamesOf(row);
  if (!all && names.size() > 1 && names.back().size() > 2) names = {names.front()};
  std::string text = absl::StrCat("  ", absl::StrJoin(names, ", "));
  if (row.kind == ValueKind::kChoice) {
    absl::StrAppend(&text, " ", all ? std::string(row.value) : std::string("WORD"));
  } else if (!row.value.empty()) {
    absl::StrAppend(&text, " ", row.value);
  }
  if (row.list) absl::StrAppend(&text, " ...");
  return text;
}

void AppendOption(const OptionRow& row, bool all, std::string& page) {
  const std::string flags = FlagColumn(row, all);
  std::string help(row.help);
  if (!all && row.kind == ValueKind::kChoice) {
    absl::StrAppend(&help, ": ", absl::StrReplaceAll(row.value, {{"|", ", "}}));
  }
  if (row.level == OptionLevel::kAccepted) help = absl::StrCat("(no effect) ", help);
  if (row.level == OptionLevel::kLater) help = absl::StrCat("(refused) ", help);
  if (!row.default_text.empty()) absl::StrAppend(&help, " [", row.default_text, "]");
  if (flags.size() + 2 > kHelpColumn) {
    absl::StrAppend(&page, flags, all ? "\n" + std::string(kHelpColumn, ' ') : "  ", help, "\n");
  } else {
    absl::StrAppendFormat(&page, "%-*s%s\n", kHelpColumn, flags, help);
  }
}

std::string Usage(const CommandRow& command) {
  return absl::StrCat("usage: barrage ", command.name, command.operand.empty() ? "" : " ", command.operand,
                      " [options]\n\n", command.summary, ".\n");
}

}  // namespace

std::string ProgramHelp() {
  std::string page =
      "usage: barrage COMMAND [options]\n\n"
      "Measures how fast a fleet can drive an OpenAI-compatible LLM service, and how well it answers.\n\n"
      "commands\n";
  for (const CommandRow& row : Commands()) {
    std::string name = absl::StrCat("  ", row.name);
    if (!row.alias.empty()) absl::StrAppend(&name, ", ", row.alias);
    if (!row.operand.empty()) absl::StrAppend(&name, " ", row.operand);
    absl::StrAppendFormat(&page, "%-24s%s\n", name, row.summary);
  }
  absl::StrAppend(&page,
                  "\nA first run, against a server on this machine:\n"
                  "  barrage profile --model MODEL --url localhost:8000 --concurrency 8 --benchmark-duration 30\n\n"
                  "barrage COMMAND --help shows a command's most used options, --help-all every one.\n");
  return page;
}

std::string CommandHelp(const CommandRow& command, bool all) {
  std::string page = Usage(command);
  for (const OptionGroup group : kOrder) {
    if (!command.Accepts(group)) continue;
    std::string options;
    for (const OptionRow* const row : OptionsOf(command)) {
      if (row->group == group && (all || row->first_page)) AppendOption(*row, all, options);
    }
    if (!options.empty()) absl::StrAppend(&page, "\n", SectionOf(group), "\n", options);
  }
  if (!all) return page;
  return absl::StrCat(
      page,
      "\nEach option is also a key of the plan file (--request-rate: load.request_rate) and a variable\n"
      "(BARRAGE_REQUEST_RATE). Flags win over variables, variables over the plan file. A flag --x is\n"
      "undone by --no-x.\n");
}

}  // namespace barrage
