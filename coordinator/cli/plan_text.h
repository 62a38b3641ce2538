#ifndef COORDINATOR_CLI_PLAN_TEXT_H_
#define COORDINATOR_CLI_PLAN_TEXT_H_

#include <string>

#include "coordinator/plan/plan.h"

namespace barrage {

// The plan in one line: "chat, streamed, 64 at once, for 10 s; 100 synthetic prompts of 128 tokens, 64 tokens asked".
std::string PlanSentence(const Plan& plan);

}  // namespace barrage

#endif  // COORDINATOR_CLI_PLAN_TEXT_H_
