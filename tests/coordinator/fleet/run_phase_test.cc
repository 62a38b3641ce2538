#include "coordinator/fleet/run_phase.h"

#include <map>
#include <utility>

#include "gtest/gtest.h"

namespace barrage {
namespace {

using P = RunPhase;
using S = RunStep;

constexpr P kPhases[] = {P::kGathering, P::kProbing,  P::kSettingUp,   P::kWarmingUp,
                         P::kMeasuring, P::kStopping, P::kWindingDown, P::kOver};
constexpr S kSteps[] = {S::kAgentsHere, S::kClocksKnown,     S::kWarmupStarted, S::kMeasurementStarted,
                        S::kWarmupDone, S::kMeasurementDone, S::kStopAsked,     S::kDrained};

TEST(RunPhase, OnlyTheseStepsExist) {
  const std::map<std::pair<P, S>, P> expected = {
      {{P::kGathering, S::kAgentsHere}, P::kProbing},      {{P::kProbing, S::kClocksKnown}, P::kSettingUp},
      {{P::kSettingUp, S::kWarmupStarted}, P::kWarmingUp}, {{P::kSettingUp, S::kMeasurementStarted}, P::kMeasuring},
      {{P::kWarmingUp, S::kWarmupDone}, P::kSettingUp},    {{P::kMeasuring, S::kMeasurementDone}, P::kWindingDown},
      {{P::kGathering, S::kStopAsked}, P::kWindingDown},   {{P::kProbing, S::kStopAsked}, P::kWindingDown},
      {{P::kSettingUp, S::kStopAsked}, P::kWindingDown},   {{P::kWarmingUp, S::kStopAsked}, P::kStopping},
      {{P::kMeasuring, S::kStopAsked}, P::kStopping},      {{P::kStopping, S::kMeasurementDone}, P::kWindingDown},
      {{P::kWindingDown, S::kDrained}, P::kOver},
  };
  for (const P phase : kPhases) {
    for (const S step : kSteps) {
      const auto at = expected.find({phase, step});
      const std::optional<P> next = Transition(phase, step);
      if (at == expected.end()) {
        EXPECT_FALSE(next.has_value()) << PhaseText(phase) << ", step " << static_cast<int>(step);
      } else {
        EXPECT_EQ(next, at->second) << PhaseText(phase) << ", step " << static_cast<int>(step);
      }
    }
  }
}

TEST(RunPhase, EveryPhaseHasAText) {
  for (const P phase : kPhases) EXPECT_NE(PhaseText(phase), "?");
}

}  // namespace
}  // namespace barrage
