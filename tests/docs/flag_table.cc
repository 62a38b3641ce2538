#include "tests/docs/flag_table.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "coordinator/plan/option_table.h"

namespace barrage {
namespace {

using Names = std::vector<std::string>;

std::string Cell(absl::string_view text) { return absl::StrReplaceAll(text, {{"|", "\\|"}}); }

absl::string_view StatusOf(OptionLevel level) {
  switch (level) {
    case OptionLevel::kHonoured:
      return "honoured";
    case OptionLevel::kAccepted:
      return "accepted";
    case OptionLevel::kLater:
      return "refused";
  }
  return "";
}

std::string Row(const Names& theirs, absl::string_view status, absl::string_view what) {
  const std::string names = absl::StrJoin(
      theirs, ", ", [](std::string* out, const std::string& name) { absl::StrAppend(out, "`", name, "`"); });
  return absl::StrCat("| ", names, " | ", status, " | ", Cell(what), " |\n");
}

// The option that all of `names` are, or a fault.
const OptionRow* Same(const Names& names, std::vector<std::string>& faults) {
  const OptionRow* found = nullptr;
  for (const std::string& name : names) {
    const OptionRow* const row = FindFlag(name);
    if (row == nullptr) {
      faults.push_back(absl::StrCat(name, " is no option"));
    } else if (found != nullptr && row != found) {
      faults.push_back(absl::StrCat(name, " is not ", found->names));
    }
    if (found == nullptr) found = row;
  }
  return found;
}

std::string LineFor(absl::string_view line, std::vector<std::string>& faults) {
  std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits('|', 2));
  parts.resize(3);
  for (std::string& part : parts) absl::StripAsciiWhitespace(&part);
  const Names theirs = absl::StrSplit(parts[0], ' ');
  const auto& [_, ours, note] = std::tie(parts[0], parts[1], parts[2]);
  if (ours == "-") {
    const std::vector<std::string> words = absl::StrSplit(note, absl::MaxSplits(": ", 1));
    if (words.size() != 2) faults.push_back(absl::StrCat(theirs[0], " has no reason"));
    return Row(theirs, words.front(), words.back());
  }
  const OptionRow* const row = Same(ours.empty() ? theirs : Names{ours}, faults);
  if (row == nullptr) return "";
  std::string what(row->level == OptionLevel::kHonoured ? row->help : row->word);
  if (!ours.empty() || absl::StrCat("--", NameOf(*row)) != theirs.front()) {
    what = absl::StrCat("`", ours.empty() ? absl::StrCat("--", NameOf(*row)) : ours, "`: ", what);
  }
  if (!note.empty()) absl::StrAppend(&what, " (", note, ")");
  return Row(theirs, ours.empty() ? StatusOf(row->level) : "as", what);
}

}  // namespace

std::string FlagTable(absl::string_view list, std::vector<std::string>& faults) {
  std::string table = "| flag | becomes | here |\n|---|---|---|\n";
  for (const absl::string_view line : absl::StrSplit(list, '\n', absl::SkipWhitespace())) {
    if (!absl::StartsWith(line, "#")) table += LineFor(line, faults);
  }
  return table;
}

}  // namespace barrage
