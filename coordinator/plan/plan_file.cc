#include "coordinator/plan/plan_file.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/near_name.h"
#include "coordinator/plan/option_table.h"
#include "yaml-cpp/yaml.h"

namespace barrage {
namespace {

constexpr OptionGroup kSections[] = {OptionGroup::kTarget, OptionGroup::kLoad,   OptionGroup::kDataset,
                                     OptionGroup::kFleet,  OptionGroup::kReport, OptionGroup::kOutput};

const OptionGroup* FindSection(absl::string_view name) {
  for (const OptionGroup& section : kSections) {
    if (SectionOf(section) == name) return &section;
  }
  return nullptr;
}

// The path that the writer of `key` most likely meant. `section` is empty at the top.
std::string Suggestion(absl::string_view section, absl::string_view key) {
  std::vector<std::string> paths, keys;
  for (const OptionRow& row : Options()) {
    if (!row.in_plan) continue;
    paths.push_back(PathOf(row));
    keys.push_back(KeyOf(row));
  }
  if (section.empty()) {
    for (const OptionGroup group : kSections) {
      paths.emplace_back(SectionOf(group));
      keys.emplace_back(SectionOf(group));
    }
  }
  const auto near = NearName(absl::StrReplaceAll(key, {{"-", "_"}}), keys);
  if (!near) return "";
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] != *near) continue;
    // In the writer's own spelling.
    const bool dashes = key.find('-') != absl::string_view::npos;
    return absl::StrCat(" (did you mean ", dashes ? absl::StrReplaceAll(paths[i], {{"_", "-"}}) : paths[i], "?)");
  }
  return "";
}

class Reader {
 public:
  Reader(absl::string_view name, OptionTree& tree, std::vector<std::string>& problems)
      : name_(name), tree_(tree), problems_(problems) {}

  void ReadTop(const YAML::Node& top) {
    if (top.IsNull()) return;
    if (!top.IsMap())
      return Fault(top, "a plan is a mapping of sections: target, load, dataset, fleet, report, output");
    for (const auto& entry : top) {
      const std::string key = Key(entry.first);
      const OptionGroup* const section = FindSection(key);
      if (section == nullptr) {
        ReadOption("", entry.first, key, entry.second);
      } else if (entry.second.IsMap()) {
        for (const auto& inner : entry.second) {
          ReadOption(SectionOf(*section), inner.first, Key(inner.first), inner.second);
        }
      } else if (!entry.second.IsNull()) {
        Fault(entry.second, absl::StrCat(key, " must be a mapping of options"));
      }
    }
  }

 private:
  static std::string Key(const YAML::Node& node) { return node.IsScalar() ? node.Scalar() : ""; }

  std::string At(const YAML::Node& node) const {
    return absl::StrCat(name_, ":", node.Mark().line + 1, ":", node.Mark().column + 1, ": ");
  }
  void Fault(const YAML::Node& node, absl::string_view fault) { problems_.push_back(absl::StrCat(At(node), fault)); }

  void ReadOption(absl::string_view section, const YAML::Node& key_node, const std::string& key,
                  const YAML::Node& node) {
    const std::string path = section.empty() ? key : absl::StrCat(section, ".", key);
    const OptionRow* const row = FindKey(key);
    if (row == nullptr || !row->in_plan) {
      return Fault(key_node, absl::StrCat("unknown key '", path, "'", Suggestion(section, key)));
    }
    if (!section.empty() && SectionOf(row->group) != section) {
      return Fault(key_node, absl::StrCat("unknown key '", path, "' (did you mean ", PathOf(*row), "?)"));
    }
    if (!seen_.insert(row).second) return Fault(key_node, absl::StrCat(path, " is given twice"));
    OptionValue value{row, {}, OriginKind::kFile, absl::StrCat(At(key_node), PathOf(*row))};
    if (node.IsNull() || !ReadTexts(*row, path, node, value.texts)) return;
    tree_.Add(std::move(value));
  }

  bool ReadTexts(const OptionRow& row, const std::string& path, const YAML::Node& node,
                 std::vector<std::string>& texts) {
    if (node.IsScalar()) {
      texts.push_back(node.Scalar());
      return true;
    }
    if (!row.list) {
      Fault(node, absl::StrCat(path, " must be one value"));
      return false;
    }
    const absl::string_view joint = NameOf(row) == "label" ? "=" : ":";
    for (const auto& entry : node) {
      const YAML::Node& scalar = node.IsMap() ? entry.second : entry;
      if (!scalar.IsScalar() || (node.IsMap() && !entry.first.IsScalar())) {
        Fault(node, absl::StrCat(path, " must hold plain values"));
        return false;
      }
      texts.push_back(node.IsMap() ? absl::StrCat(entry.first.Scalar(), joint, scalar.Scalar()) : scalar.Scalar());
    }
    return !texts.empty();
  }

  const absl::string_view name_;
  OptionTree& tree_;
  std::vector<std::string>& problems_;
  std::set<const OptionRow*> seen_;
};

}  // namespace

void AddPlanFile(absl::string_view text, absl::string_view name, OptionTree& tree, std::vector<std::string>& problems) {
  try {  // yaml-cpp throws: its errors end here
    Reader(name, tree, problems).ReadTop(YAML::Load(std::string(text)));
  } catch (const YAML::Exception& error) {
    problems.push_back(absl::StrCat(name, ":", error.mark.line + 1, ":", error.mark.column + 1, ": ", error.msg));
  }
}

}  // namespace barrage
