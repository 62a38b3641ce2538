#include "coordinator/plan/option.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace barrage {

std::vector<absl::string_view> NamesOf(const OptionRow& row) { return absl::StrSplit(row.names, ' '); }

absl::string_view NameOf(const OptionRow& row) { return row.names.substr(2, row.names.find(' ') - 2); }

std::string KeyOf(const OptionRow& row) { return absl::StrReplaceAll(NameOf(row), {{"-", "_"}}); }

std::string EnvironmentOf(const OptionRow& row) { return absl::StrCat("BARRAGE_", absl::AsciiStrToUpper(KeyOf(row))); }

absl::string_view SectionOf(OptionGroup group) {
  switch (group) {
    case OptionGroup::kTarget:
      return "target";
    case OptionGroup::kLoad:
      return "load";
    case OptionGroup::kDataset:
      return "dataset";
    case OptionGroup::kFleet:
      return "fleet";
    case OptionGroup::kReport:
      return "report";
    case OptionGroup::kExport:
      return "export";
    case OptionGroup::kOutput:
      return "output";
    case OptionGroup::kGeneral:
      return "general";
    case OptionGroup::kSweep:
      return "sweep";
    case OptionGroup::kCompare:
      return "compare";
  }
  return "";
}

}  // namespace barrage
