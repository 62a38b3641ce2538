#ifndef COORDINATOR_WORKLOAD_FIXED_SCHEDULE_H_
#define COORDINATOR_WORKLOAD_FIXED_SCHEDULE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "coordinator/plan/plan.h"
#include "coordinator/workload/prompt_line.h"

namespace barrage {

// The part of a recorded schedule that the plan asks for, in the order of its times (lines of one time in that of the
// file), each with when it is due: (timestamp − zero) / speed-up. Sent is what lies from the plan's start to its end,
// both included; zero is the first timestamp of that (auto offset), else the start, else 0, as in AIPerf. Error:
// InvalidArgument: the lines without a timestamp ("trace.jsonl:7: no timestamp"), the first 20 of them; or that nothing
// lies in the part.
absl::StatusOr<std::vector<FilePrompt>> ScheduleOf(const LoadPlan& load, const std::string& name,
                                                   std::vector<FilePrompt> prompts);

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_FIXED_SCHEDULE_H_
