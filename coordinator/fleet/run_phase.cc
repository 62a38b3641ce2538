#include "coordinator/fleet/run_phase.h"

namespace barrage {
namespace {

struct Row {
  RunPhase from;
  RunStep step;
  RunPhase to;
};

constexpr Row kRows[] = {
    {RunPhase::kGathering, RunStep::kAgentsHere, RunPhase::kProbing},
    {RunPhase::kProbing, RunStep::kClocksKnown, RunPhase::kSettingUp},
    {RunPhase::kSettingUp, RunStep::kWarmupStarted, RunPhase::kWarmingUp},
    {RunPhase::kSettingUp, RunStep::kMeasurementStarted, RunPhase::kMeasuring},
    {RunPhase::kWarmingUp, RunStep::kWarmupDone, RunPhase::kSettingUp},
    {RunPhase::kMeasuring, RunStep::kMeasurementDone, RunPhase::kWindingDown},
    {RunPhase::kWarmingUp, RunStep::kStopAsked, RunPhase::kStopping},
    {RunPhase::kMeasuring, RunStep::kStopAsked, RunPhase::kStopping},
    {RunPhase::kStopping, RunStep::kMeasurementDone, RunPhase::kWindingDown},
    // Nothing is in flight yet: straight to the end.
    {RunPhase::kGathering, RunStep::kStopAsked, RunPhase::kWindingDown},
    {RunPhase::kProbing, RunStep::kStopAsked, RunPhase::kWindingDown},
    {RunPhase::kSettingUp, RunStep::kStopAsked, RunPhase::kWindingDown},
    {RunPhase::kWindingDown, RunStep::kDrained, RunPhase::kOver},
};

}  // namespace

std::optional<RunPhase> Transition(RunPhase phase, RunStep step) {
  for (const Row& row : kRows) {
    if (row.from == phase && row.step == step) return row.to;
  }
  return std::nullopt;
}

absl::string_view PhaseText(RunPhase phase) {
  switch (phase) {
    case RunPhase::kGathering:
      return "waiting for agents";
    case RunPhase::kProbing:
      return "comparing clocks";
    case RunPhase::kSettingUp:
      return "setting up";
    case RunPhase::kWarmingUp:
      return "warming up";
    case RunPhase::kMeasuring:
      return "measuring";
    case RunPhase::kStopping:
      return "stopping";
    case RunPhase::kWindingDown:
      return "collecting records";
    case RunPhase::kOver:
      return "over";
  }
  return "?";
}

}  // namespace barrage
