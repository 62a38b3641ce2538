#include "coordinator/fleet/roster.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;

TEST(Roster, LiveNamesakesAreNumbered) {
  Roster roster;
  EXPECT_EQ(roster.Join("node", "p1").id, "node");
  EXPECT_EQ(roster.Join("node", "p2").id, "node#2");
  EXPECT_EQ(roster.Join("node", "p3").id, "node#3");
  EXPECT_THAT(roster.Connected(), ElementsAre("node", "node#2", "node#3"));
}

TEST(Roster, TheSameProcessGetsItsIdBack) {
  Roster roster;
  roster.Join("node", "p1");
  roster.Join("node", "p2");
  roster.Leave("node#2", "p2");
  const Roster::Joined back = roster.Join("node", "p2");
  EXPECT_EQ(back.id, "node#2");
  EXPECT_EQ(back.entry, Roster::Entry::kBack);
  // Even before its old stream was seen to end.
  EXPECT_EQ(roster.Join("node", "p1").entry, Roster::Entry::kBack);
}

TEST(Roster, ANewProcessReplacesOneThatIsGone) {
  Roster roster;
  EXPECT_EQ(roster.Join("node", "p1").entry, Roster::Entry::kNew);
  roster.Leave("node", "p1");
  const Roster::Joined joined = roster.Join("node", "p2");
  EXPECT_EQ(joined.id, "node");
  EXPECT_EQ(joined.entry, Roster::Entry::kReplaced);
  // The old stream's end, seen late, is not the new one's.
  roster.Leave("node", "p1");
  EXPECT_THAT(roster.Connected(), ElementsAre("node"));
}

TEST(Roster, MissingAgentsAreNamed) {
  EXPECT_EQ(MissingSentence(std::vector<std::string>{"a", "b"}, 3), "2 of 3 agents are here (a, b): 1 is missing");
  EXPECT_EQ(MissingSentence({}, 2), "0 of 2 agents are here: 2 are missing");
  EXPECT_EQ(MissingSentence({}, 1), "0 of 1 agent is here: 1 is missing");
}

}  // namespace
}  // namespace barrage
