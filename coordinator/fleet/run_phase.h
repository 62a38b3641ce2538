#ifndef COORDINATOR_FLEET_RUN_PHASE_H_
#define COORDINATOR_FLEET_RUN_PHASE_H_

#include <optional>

#include "absl/strings/string_view.h"

namespace barrage {

// Where a run stands, as the coordinator sees it.
enum class RunPhase {
  kGathering,  // waiting for the agents
  kProbing,    // their clocks
  kSettingUp,  // payloads and first slices go out, until each is ready
  kWarmingUp,
  kMeasuring,
  kStopping,     // dispatch was ended early: streams drain
  kWindingDown,  // last probes; agents upload what is left
  kOver,
};

enum class RunStep {
  kAgentsHere,
  kClocksKnown,
  kWarmupStarted,
  kMeasurementStarted,
  kWarmupDone,
  kMeasurementDone,
  kStopAsked,
  kDrained,
};

// The phase after `step` in `phase`; nullopt where that step cannot happen.
std::optional<RunPhase> Transition(RunPhase phase, RunStep step);

// "gathering agents", as the progress line shows it.
absl::string_view PhaseText(RunPhase phase);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_RUN_PHASE_H_
