#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "coordinator/plan/plan_builder.h"
#include "coordinator/plan/plan_file.h"
#include "coordinator/plan/plan_validator.h"
#include "coordinator/plan/plan_yaml.h"

// Any text is a plan or has problems, and a plan that has none is written and read back the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  barrage::OptionTree tree;
  std::vector<std::string> problems, warnings;
  barrage::AddPlanFile(text, "plan.yaml", tree, problems);
  const barrage::Plan plan = barrage::BuildSettings(tree, problems, warnings).plan;
  for (std::string& problem : barrage::ValidatePlan(plan, tree)) problems.push_back(std::move(problem));
  if (!problems.empty()) return 0;
  const std::string yaml = barrage::PlanToYaml(plan);
  const auto back = barrage::PlanFromYaml(yaml);
  if (!back.ok() || barrage::PlanToYaml(*back) != yaml) std::abort();
  return 0;
}
