#include "tests/docs/reference_page.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/plan/option_table.h"
#include "coordinator/plan/option_tree.h"

namespace barrage {
namespace {

constexpr OptionGroup kOrder[] = {
    OptionGroup::kSweep,  OptionGroup::kTarget,  OptionGroup::kLoad,   OptionGroup::kDataset, OptionGroup::kFleet,
    OptionGroup::kReport, OptionGroup::kCompare, OptionGroup::kExport, OptionGroup::kOutput,  OptionGroup::kGeneral};

std::string Cell(absl::string_view text) { return absl::StrReplaceAll(text, {{"|", "\\|"}, {"<", "&lt;"}}); }

std::string CodeList(const std::vector<absl::string_view>& names) {
  return absl::StrJoin(names, ", ",
                       [](std::string* out, absl::string_view name) { absl::StrAppend(out, "`", name, "`"); });
}

std::string Flags(const OptionRow& row) {
  return absl::StrCat(CodeList(NamesOf(row)), row.value.empty() ? "" : absl::StrCat(" ", Cell(row.value)),
                      row.list ? " …" : "");
}

void AppendCommands(std::string& page) {
  page += "## Commands\n\n| command | what it does | sections of options |\n|---|---|---|\n";
  for (const CommandRow& row : Commands()) {
    std::vector<absl::string_view> sections;
    for (const OptionGroup group : row.groups) sections.push_back(SectionOf(group));
    absl::StrAppend(&page, "| `", row.name, row.operand.empty() ? "" : " ", row.operand, "`",
                    row.alias.empty() ? "" : absl::StrCat(", `", row.alias, "`"), " | ", Cell(row.summary), " | ",
                    absl::StrJoin(sections, ", "), " |\n");
  }
}

void AppendSection(OptionGroup group, std::string& page) {
  absl::StrAppend(&page, "\n## ", SectionOf(group),
                  "\n\n| option | default | what | key of the plan |\n|---|---|---|---|\n");
  for (const OptionRow& row : Options()) {
    if (row.group != group || row.level != OptionLevel::kHonoured) continue;
    std::string what = Cell(row.help);
    if (!row.other_environment.empty()) absl::StrAppend(&what, " (also `", row.other_environment, "`)");
    absl::StrAppend(&page, "| ", Flags(row), " | ", Cell(row.default_text), " | ", what, " | ",
                    row.in_plan ? absl::StrCat("`", PathOf(row), "`") : "", " |\n");
  }
}

void AppendOthers(OptionLevel level, absl::string_view title, std::string& page) {
  absl::StrAppend(&page, "\n## ", title, "\n\n| option | why |\n|---|---|\n");
  for (const OptionRow& row : Options()) {
    if (row.level == level) absl::StrAppend(&page, "| ", Flags(row), " | ", Cell(row.word), " |\n");
  }
}

}  // namespace

std::string ReferencePage() {
  std::string page =
      "# Reference: commands and options\n\n"
      "Made from the program's own tables; `bazel test //tests/docs/...` holds it true, and says how to write it "
      "anew.\n\n"
      "Each option of a section is a flag, a key of the plan file (`load.request_rate`) and a variable\n"
      "(`BARRAGE_REQUEST_RATE`). Flags win over variables, variables over the plan file. `--no-x` undoes a flag "
      "`--x`.\n"
      "Times without a unit are seconds, unless MS is said. [plan.schema.json](plan.schema.json) describes the plan "
      "file to\n"
      "an editor; `barrage man` prints this page as a manual page.\n\n";
  AppendCommands(page);
  for (const OptionGroup group : kOrder) AppendSection(group, page);
  AppendOthers(OptionLevel::kAccepted, "Of other tools, accepted without effect (with a warning)", page);
  AppendOthers(OptionLevel::kLater, "Of other tools, refused", page);
  return page;
}

}  // namespace barrage
