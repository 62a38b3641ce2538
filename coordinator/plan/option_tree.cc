#include "coordinator/plan/option_tree.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "coordinator/plan/option_table.h"

namespace barrage {
namespace {

// Header values and JSON may hold commas: their variable is one value.
std::vector<std::string> TextsOf(const OptionRow& row, absl::string_view text) {
  const std::string name(NameOf(row));
  if (!row.list || name == "header" || name == "extra-inputs") return {std::string(text)};
  return absl::StrSplit(text, ',', absl::SkipEmpty());
}

}  // namespace

void OptionTree::Add(OptionValue value) {
  const auto same =
      std::find_if(values_.begin(), values_.end(), [&](const OptionValue& known) { return known.row == value.row; });
  if (same == values_.end()) {
    values_.push_back(std::move(value));
  } else if (value.origin >= same->origin) {
    *same = std::move(value);
  }
}

std::vector<const OptionValue*> OptionTree::values() const {
  std::vector<const OptionValue*> ordered;
  for (const OptionValue& value : values_) ordered.push_back(&value);
  std::sort(ordered.begin(), ordered.end(), [](const OptionValue* a, const OptionValue* b) { return a->row < b->row; });
  return ordered;
}

const OptionValue* OptionTree::Find(absl::string_view flag) const {
  const OptionRow* const row = FindFlag(flag);
  for (const OptionValue& value : values_) {
    if (value.row == row) return &value;
  }
  return nullptr;
}

std::string OptionTree::WhereOf(absl::string_view flag) const {
  const OptionValue* const value = Find(flag);
  return value != nullptr ? value->where : PathOf(*FindFlag(flag));
}

std::string PathOf(const OptionRow& row) { return absl::StrCat(SectionOf(row.group), ".", KeyOf(row)); }

void AddEnvironment(absl::Span<const OptionRow* const> rows, Environment environment, OptionTree& tree) {
  for (const OptionRow* const row : rows) {
    for (const std::string& variable : {std::string(row->other_environment), EnvironmentOf(*row)}) {
      const char* const text = variable.empty() ? nullptr : environment(variable.c_str());
      if (text == nullptr || *text == '\0') continue;
      tree.Add({row, TextsOf(*row, text), OriginKind::kEnvironment, variable});
    }
  }
}

}  // namespace barrage
