#ifndef COORDINATOR_PLAN_PLAN_YAML_H_
#define COORDINATOR_PLAN_PLAN_YAML_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// The whole plan as canonical YAML: sections and keys in table order, every value that is not absent, secrets taken
// out ("[redacted]" stands for the value of a secret header and for a password in a URL). Equal plans give equal
// bytes, and PlanFromYaml gives the plan back, but for its secrets.
std::string PlanToYaml(const Plan& plan);

// The plan of a text that PlanToYaml made, or that a person wrote. Error: InvalidArgument with all problems, a line
// each.
absl::StatusOr<Plan> PlanFromYaml(absl::string_view text);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_PLAN_YAML_H_
