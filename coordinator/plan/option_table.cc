#include "coordinator/plan/option_table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

void Append(absl::Span<const OptionRow> rows, std::vector<OptionRow>& all) {
  all.insert(all.end(), rows.begin(), rows.end());
}

std::vector<OptionRow> AllRows() {
  std::vector<OptionRow> all;
  Append(TargetOptions(), all);
  Append(LoadOptions(), all);
  Append(DatasetOptions(), all);
  Append(MediaOptions(), all);
  Append(RankingsOptions(), all);
  Append(FleetOptions(), all);
  Append(OutputOptions(), all);
  Append(ServingOptions(), all);
  Append(GeneralOptions(), all);
  Append(SeriesOptions(), all);
  Append(AcceptedOptions(), all);
  Append(LaterOptions(), all);
  Append(OtherToolOptions(), all);
  return all;
}

}  // namespace

const std::vector<OptionRow>& Options() {
  static const std::vector<OptionRow>& rows = *new std::vector<OptionRow>(AllRows());
  return rows;
}

const OptionRow* FindFlag(absl::string_view flag) {
  for (const OptionRow& row : Options()) {
    for (const absl::string_view name : NamesOf(row)) {
      if (name == flag) return &row;
    }
  }
  return nullptr;
}

const OptionRow* FindKey(absl::string_view key) {
  return key.size() < 2 ? nullptr : FindFlag(absl::StrCat("--", absl::StrReplaceAll(key, {{"_", "-"}})));
}

}  // namespace barrage
