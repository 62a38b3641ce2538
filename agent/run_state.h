#ifndef AGENT_RUN_STATE_H_
#define AGENT_RUN_STATE_H_

#include <optional>

#include "absl/strings/string_view.h"

namespace barrage {

// Where an agent stands in a run. Whether its stream is up is another matter: a run goes on without it.
enum class RunState {
  kIdle,       // no run
  kPreparing,  // limits are checked, connections opened
  kReady,      // for the next phase
  kRunning,    // a phase
  kEnding,     // nothing more is dispatched, streams end; no further phase
  kUploading,  // every record is made; not all are acknowledged
};

enum class RunEvent {
  kSetup,      // the coordinator sent RunSetup
  kPrepared,   // limits suffice, connections are open
  kFailed,     // they do not, or are not
  kStart,      // a phase begins
  kPhaseDone,  // its last record was made
  kEnd,        // EndRun, or this process is told to leave
  kUploaded,   // the last batch is acknowledged
  kAbandoned,  // the coordinator is gone, or does not know the run
};

// The state after `event` in `state`; nullopt where that event cannot happen.
std::optional<RunState> Transition(RunState state, RunEvent event);

// "preparing", for logs and the health page.
absl::string_view RunStateName(RunState state);

}  // namespace barrage

#endif  // AGENT_RUN_STATE_H_
