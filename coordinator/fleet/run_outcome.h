#ifndef COORDINATOR_FLEET_RUN_OUTCOME_H_
#define COORDINATOR_FLEET_RUN_OUTCOME_H_

#include <string>
#include <vector>

namespace barrage {

// How a run ended, before anybody has looked at its numbers.
struct RunOutcome {
  int exit_code = 0;  // 0, 1, 3, 4, 130 or 143: what the end alone says
  // Why it ended early, the weightiest first; empty: the plan was carried out.
  std::vector<std::string> sentences;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_RUN_OUTCOME_H_
