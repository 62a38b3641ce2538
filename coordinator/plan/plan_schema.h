#ifndef COORDINATOR_PLAN_PLAN_SCHEMA_H_
#define COORDINATOR_PLAN_PLAN_SCHEMA_H_

#include <string>

namespace barrage {

// The JSON Schema (draft 2020-12) of a plan file, made from the option table: editors complete and check a plan with
// it. It describes the form with sections, which --write-plan writes; each key's own grammar is left to `barrage
// validate`.
std::string PlanSchema();

}  // namespace barrage

#endif  // COORDINATOR_PLAN_PLAN_SCHEMA_H_
