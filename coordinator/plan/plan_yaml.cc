#include "coordinator/plan/plan_yaml.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "coordinator/plan/option_table.h"
#include "coordinator/plan/option_tree.h"
#include "coordinator/plan/plan_builder.h"
#include "coordinator/plan/plan_file.h"
#include "coordinator/plan/plan_validator.h"

namespace barrage {
namespace {

constexpr OptionGroup kSections[] = {OptionGroup::kTarget, OptionGroup::kLoad,   OptionGroup::kDataset,
                                     OptionGroup::kFleet,  OptionGroup::kReport, OptionGroup::kOutput};

std::string Quoted(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      absl::StrAppend(&quoted, "\\", absl::string_view(&c, 1));
    } else if (byte < 0x20 || byte == 0x7f) {
      absl::StrAppendFormat(&quoted, "\\x%02x", byte);
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "\"";
}

std::string ItemText(const OptionRow& row, const std::string& text) {
  return row.kind == ValueKind::kText ? Quoted(text) : text;
}

std::string ValueText(const OptionRow& row, const std::vector<std::string>& texts) {
  if (!row.list) return ItemText(row, texts.front());
  const auto append = [&row](std::string* out, const std::string& text) { absl::StrAppend(out, ItemText(row, text)); };
  return absl::StrCat("[", absl::StrJoin(texts, ", ", append), "]");
}

}  // namespace

std::string PlanToYaml(const Plan& plan) {
  const Settings settings{.plan = plan, .invocation = {}};
  std::string yaml;
  for (const OptionGroup section : kSections) {
    absl::StrAppend(&yaml, SectionOf(section), ":\n");
    for (const OptionRow& row : Options()) {
      if (row.group != section || !row.in_plan || row.field.get == nullptr) continue;
      const std::vector<std::string> texts = row.field.get(settings);
      if (!texts.empty()) absl::StrAppend(&yaml, "  ", KeyOf(row), ": ", ValueText(row, texts), "\n");
    }
  }
  return yaml;
}

absl::StatusOr<Plan> PlanFromYaml(absl::string_view text) {
  OptionTree tree;
  std::vector<std::string> problems, warnings;
  AddPlanFile(text, "plan.yaml", tree, problems);
  Plan plan = BuildSettings(tree, problems, warnings).plan;
  for (std::string& problem : ValidatePlan(plan, tree)) problems.push_back(std::move(problem));
  if (!problems.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems, "\n"));
  return plan;
}

}  // namespace barrage
