#include "agent/run_state.h"

namespace barrage {
namespace {

struct Row {
  RunState from;
  RunEvent event;
  RunState to;
};

constexpr Row kTable[] = {
    {RunState::kIdle, RunEvent::kSetup, RunState::kPreparing},
    {RunState::kPreparing, RunEvent::kPrepared, RunState::kReady},
    {RunState::kPreparing, RunEvent::kFailed, RunState::kIdle},
    {RunState::kReady, RunEvent::kStart, RunState::kRunning},
    {RunState::kRunning, RunEvent::kPhaseDone, RunState::kReady},
    // The end comes when it comes.
    {RunState::kPreparing, RunEvent::kEnd, RunState::kUploading},
    {RunState::kReady, RunEvent::kEnd, RunState::kUploading},
    {RunState::kRunning, RunEvent::kEnd, RunState::kEnding},
    {RunState::kEnding, RunEvent::kPhaseDone, RunState::kUploading},
    {RunState::kUploading, RunEvent::kUploaded, RunState::kIdle},
    {RunState::kPreparing, RunEvent::kAbandoned, RunState::kIdle},
    {RunState::kReady, RunEvent::kAbandoned, RunState::kIdle},
    {RunState::kRunning, RunEvent::kAbandoned, RunState::kIdle},
    {RunState::kEnding, RunEvent::kAbandoned, RunState::kIdle},
    {RunState::kUploading, RunEvent::kAbandoned, RunState::kIdle},
};

}  // namespace

std::optional<RunState> Transition(RunState state, RunEvent event) {
  for (const Row& row : kTable) {
    if (row.from == state && row.event == event) return row.to;
  }
  return std::nullopt;
}

absl::string_view RunStateName(RunState state) {
  switch (state) {
    case RunState::kIdle:
      return "idle";
    case RunState::kPreparing:
      return "preparing";
    case RunState::kReady:
      return "ready";
    case RunState::kRunning:
      return "running";
    case RunState::kEnding:
      return "ending";
    case RunState::kUploading:
      return "uploading";
  }
  return "?";
}

}  // namespace barrage
