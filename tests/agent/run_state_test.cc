#include "agent/run_state.h"

#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr RunState kStates[] = {RunState::kIdle,    RunState::kPreparing, RunState::kReady,
                                RunState::kRunning, RunState::kEnding,    RunState::kUploading};
constexpr RunEvent kEvents[] = {RunEvent::kSetup, RunEvent::kPrepared, RunEvent::kFailed,    RunEvent::kStart,
                                RunEvent::kEnd,   RunEvent::kUploaded, RunEvent::kPhaseDone, RunEvent::kAbandoned};

TEST(RunState, HasTheseTransitionsAndNoOther) {
  const std::map<std::pair<RunState, RunEvent>, RunState> table = {
      {{RunState::kIdle, RunEvent::kSetup}, RunState::kPreparing},
      {{RunState::kPreparing, RunEvent::kPrepared}, RunState::kReady},
      {{RunState::kPreparing, RunEvent::kFailed}, RunState::kIdle},
      {{RunState::kPreparing, RunEvent::kEnd}, RunState::kUploading},
      {{RunState::kReady, RunEvent::kStart}, RunState::kRunning},
      {{RunState::kReady, RunEvent::kEnd}, RunState::kUploading},
      {{RunState::kRunning, RunEvent::kPhaseDone}, RunState::kReady},
      {{RunState::kRunning, RunEvent::kEnd}, RunState::kEnding},
      {{RunState::kEnding, RunEvent::kPhaseDone}, RunState::kUploading},
      {{RunState::kUploading, RunEvent::kUploaded}, RunState::kIdle},
      {{RunState::kPreparing, RunEvent::kAbandoned}, RunState::kIdle},
      {{RunState::kReady, RunEvent::kAbandoned}, RunState::kIdle},
      {{RunState::kRunning, RunEvent::kAbandoned}, RunState::kIdle},
      {{RunState::kEnding, RunEvent::kAbandoned}, RunState::kIdle},
      {{RunState::kUploading, RunEvent::kAbandoned}, RunState::kIdle},
  };
  for (const RunState state : kStates) {
    for (const RunEvent event : kEvents) {
      const auto row = table.find({state, event});
      const std::optional<RunState> expected = row == table.end() ? std::nullopt : std::optional(row->second);
      EXPECT_EQ(Transition(state, event), expected) << RunStateName(state) << " and event " << static_cast<int>(event);
    }
  }
}

TEST(RunState, ReachesIdleFromEverywhere) {
  for (const RunState state : kStates) {
    if (state == RunState::kIdle) continue;
    EXPECT_EQ(Transition(state, RunEvent::kAbandoned), RunState::kIdle);
  }
}

TEST(RunState, HasANameForEach) {
  std::set<absl::string_view> names;
  for (const RunState state : kStates) names.insert(RunStateName(state));
  EXPECT_EQ(names.size(), std::size(kStates));
  EXPECT_EQ(names.count("?"), 0u);
}

}  // namespace
}  // namespace barrage
