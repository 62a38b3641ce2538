#ifndef COORDINATOR_FLEET_LOSS_POLICY_H_
#define COORDINATOR_FLEET_LOSS_POLICY_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "coordinator/fleet/active_run.h"

namespace barrage {

// An agent is lost: it sent nothing for too long, a new process took its id, or it broke its word. Its stream is broken
// off, the log and the person are told `why`, and the plan's policy is carried out: stop the run, go on without it, or
// deal again what it cannot have sent.
void Lose(ActiveRun& run, Member& member, absl::string_view why);

// It ended in good order and has uploaded every record: the same, but everything without a record can be dealt again.
void LetGo(ActiveRun& run, Member& member);

// Who inherits what agents that are gone would have got: nobody, unless the policy is to redistribute.
std::vector<int64_t> HeirsOf(ActiveRun& run);

// Redistribution: nothing is left to be dealt again, so agents may be told that nothing follows. Always true under the
// other policies.
bool Settled(ActiveRun& run);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_LOSS_POLICY_H_
