#include "coordinator/cli/help_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "coordinator/cli/command_table.h"

namespace barrage {
namespace {

constexpr OptionGroup kOrder[] = {
    OptionGroup::kSweep,  OptionGroup::kTarget,  OptionGroup::kLoad,   OptionGroup::kDataset, OptionGroup::kFleet,
    OptionGroup::kReport, OptionGroup::kCompare, OptionGroup::kExport, OptionGroup::kOutput,  OptionGroup::kGeneral};
constexpr size_t kWidth = 80;
constexpr size_t kHelpColumn = 32;

// "  --url, -u URL ..."; the first page leaves further long names out.
std::string FlagColumn(const OptionRow& row, bool all) {
  std::string text = " ";
  for (const absl::string_view name : NamesOf(row)) {
    const bool further = text.size() > 1 && name.size() > 2;
    if (all || !further) absl::StrAppend(&text, text.size() > 1 ? ", " : " ", name);
  }
  if (!row.value.empty()) absl::StrAppend(&text, " ", row.value);
  if (row.list) absl::StrAppend(&text, " ...");
  return text;
}

// Adds the words of `text` to `page`, whose last line is `used` columns long, in lines that begin at `column`.
void AppendWrapped(absl::string_view text, size_t column, size_t used, std::string& page) {
  bool first = true;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (first) {
      page.append(column - std::min(column, used), ' ');
      used = std::max(column, used);
      first = false;
    } else if (used + 1 + word.size() > kWidth) {
      absl::StrAppend(&page, "\n", std::string(column, ' '));
      used = column;
    } else {
      page += ' ';
      ++used;
    }
    absl::StrAppend(&page, word);
    used += word.size();
  }
  page += '\n';
}

void AppendOption(const OptionRow& row, bool all, std::string& page) {
  const std::string flags = FlagColumn(row, all);
  std::string help(row.help);
  const std::string default_text = row.default_text.empty() ? "" : absl::StrCat(" [", row.default_text, "]");
  if (all || kHelpColumn + help.size() + default_text.size() <= kWidth) help += default_text;
  size_t used = flags.size();
  if (used <= kWidth) {
    page += flags;
  } else {  // many names: on several lines
    AppendWrapped(flags, 2, 0, page);
    used = kHelpColumn;
  }
  if (used + 2 > kHelpColumn) {
    if (page.back() != '\n') page += '\n';
    used = 0;
  }
  AppendWrapped(help, kHelpColumn, used, page);
}

// The options of other tools that are known without being there.
void AppendOthers(const CommandRow& command, OptionLevel level, absl::string_view title, std::string& page) {
  std::string options;
  for (const OptionRow* const row : OptionsOf(command)) {
    if (row->level == level) AppendOption(*row, true, options);
  }
  if (!options.empty()) absl::StrAppend(&page, "\n", title, "\n", options);
}

std::string Usage(const CommandRow& command) {
  std::string page = absl::StrCat("usage: barrage ", command.name, command.operand.empty() ? "" : " ", command.operand,
                                  " [options]\n\n");
  AppendWrapped(absl::StrCat(command.summary, "."), 0, 0, page);
  return page;
}

}  // namespace

std::string ProgramHelp() {
  std::string page =
      "usage: barrage COMMAND [options]\n\n"
      "Measures how fast a fleet can drive an OpenAI-compatible LLM service, and how\n"
      "well it answers.\n\n"
      "commands\n";
  for (const CommandRow& row : Commands()) {
    std::string name = absl::StrCat("  ", row.name);
    if (!row.alias.empty()) absl::StrAppend(&name, ", ", row.alias);
    if (!row.operand.empty()) absl::StrAppend(&name, " ", row.operand);
    page += name;
    AppendWrapped(row.summary, 22, name.size(), page);
  }
  absl::StrAppend(&page,
                  "\nA first run, against a server on this machine:\n"
                  "  barrage profile -m MODEL -u localhost:8000 --concurrency 8\n\n"
                  "barrage COMMAND --help shows a command's most used options, --help-all all.\n"
                  "barrage man prints the manual page.\n");
  return page;
}

std::string CommandHelp(const CommandRow& command, bool all) {
  std::string page = Usage(command);
  for (const OptionGroup group : kOrder) {
    if (!command.Accepts(group)) continue;
    std::string options;
    for (const OptionRow* const row : OptionsOf(command)) {
      if (row->level != OptionLevel::kHonoured || row->group != group) continue;
      if (all || row->first_page) AppendOption(*row, all, options);
    }
    if (!options.empty()) absl::StrAppend(&page, "\n", SectionOf(group), "\n", options);
  }
  if (!all) return page;
  AppendOthers(command, OptionLevel::kAccepted, "of other tools, without effect here", page);
  AppendOthers(command, OptionLevel::kLater, "of other tools, refused here", page);
  return absl::StrCat(page,
                      "\nEach option is also a key of the plan file (--request-rate: load.request_rate)\n"
                      "and a variable (BARRAGE_REQUEST_RATE). Flags win over variables, variables over\n"
                      "the plan file. A flag --x is undone by --no-x.\n");
}

}  // namespace barrage
