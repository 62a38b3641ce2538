// What becomes of a run when an agent goes away.
#include <map>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/coordinator/fleet/run_bench.h"
#include "tests/fakes/fake_agent.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::Duration kTimeToDialAgain = absl::Seconds(30);  // where no loss is meant, however slow the machine

std::multiset<int64_t> Indices(const std::vector<RunBench::Sent>& records) {
  std::multiset<int64_t> indices;
  for (const RunBench::Sent& record : records) indices.insert(record.index);
  return indices;
}

// Two agents with two slots each; b (ordinal 1) finishes five requests and then hangs on the others.
class AgentLossTest : public ::testing::Test {
 protected:
  void SetUp() override {
    bench_.plan.fleet.expect_agents = 2;
    bench_.timings.lost_after = absl::Milliseconds(700);
  }

  RunOutcome RunAndKillB() {
    FakeAgent a(bench_.port(), {.id = "a"}), b(bench_.port(), {.id = "b", .run = {.stall_after = 5}});
    bench_.Begin();
    EXPECT_TRUE(b.AwaitFinished(5));
    b.Die();
    EXPECT_TRUE(bench_.observer.AwaitNotice("agent b is disconnected"));
    return bench_.Finish();
  }

  RunBench bench_;
};

TEST_F(AgentLossTest, StopKeepsTheDataAndNamesTheAgent) {
  const RunOutcome outcome = RunAndKillB();
  EXPECT_EQ(outcome.exit_code, 4);
  ASSERT_EQ(outcome.sentences.size(), 1u);
  EXPECT_THAT(outcome.sentences[0], HasSubstr("agent b is lost: no message for 0.7 s, its stream is closed"));
  EXPECT_TRUE(bench_.HasEvent(wire::RunEvent::AGENT_DISCONNECTED));
  EXPECT_TRUE(bench_.HasEvent(wire::RunEvent::AGENT_LOST));
  EXPECT_EQ(bench_.records().size(), 25u);  // a's 20, b's 5
  EXPECT_EQ(bench_.log().facts().end->exit_code(), 4);
}

TEST_F(AgentLossTest, ContinueGoesOnWithoutIt) {
  bench_.plan.fleet.on_agent_loss = OnAgentLoss::kContinue;
  const RunOutcome outcome = RunAndKillB();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_TRUE(bench_.HasEvent(wire::RunEvent::AGENT_LOST));
  EXPECT_EQ(bench_.records().size(), 25u);
}

TEST_F(AgentLossTest, RedistributeDealsAgainWhatWasNeverGranted) {
  bench_.plan.fleet.on_agent_loss = OnAgentLoss::kRedistribute;
  const RunOutcome outcome = RunAndKillB();
  EXPECT_EQ(outcome.exit_code, 0);
  const std::multiset<int64_t> sent = Indices(bench_.records());
  const std::multiset<int64_t> granted_b = bench_.GrantedTo(1);
  // b was given two requests a slot and as many again as it had used: not its whole share of 20.
  EXPECT_GE(granted_b.size(), 7u);
  EXPECT_LT(granted_b.size(), 20u);
  for (int64_t index = 0; index < 40; ++index) {
    EXPECT_LE(sent.count(index), 1u) << index << " was sent twice";
    // Lost with b, or sent by somebody.
    EXPECT_TRUE(sent.count(index) == 1 || granted_b.count(index) == 1) << index << " was forgotten";
  }
  EXPECT_EQ(sent.size(), 40 - (granted_b.size() - 5));
}

TEST_F(AgentLossTest, RedistributeInAnOpenLoopDealsAgainWhatIsIntendedAfterTheLease) {
  bench_.plan.fleet.on_agent_loss = OnAgentLoss::kRedistribute;
  bench_.plan.load = {};
  bench_.plan.load.request_rate = 20;
  bench_.plan.load.arrival = ArrivalKind::kConstant;
  bench_.plan.load.request_count = 60;  // 3 s, all of it inside the look-ahead
  const RunOutcome outcome = RunAndKillB();
  EXPECT_EQ(outcome.exit_code, 0);
  const std::multiset<int64_t> sent = Indices(bench_.records());
  int b_sent = 0, lost = 0;
  for (const RunBench::Sent& record : bench_.records()) b_sent += record.agent == 1;
  EXPECT_EQ(b_sent, 5);
  EXPECT_EQ(bench_.GrantedTo(1).size(), 30u);
  for (int64_t index = 0; index < 60; ++index) {
    EXPECT_LE(sent.count(index), 1u) << index << " was sent twice";
    lost += sent.count(index) == 0;
  }
  // b hung from its sixth request (at 0.55 s) and its lease of 0.6 s ran from some Progress before it died: about six
  // of its requests, one each 0.1 s, lie between. The others went to a.
  EXPECT_GE(lost, 4);
  EXPECT_LE(lost, 12);
}

TEST_F(AgentLossTest, AnAgentThatLeavesTakesNothingWithIt) {
  bench_.plan.fleet.on_agent_loss = OnAgentLoss::kRedistribute;
  FakeAgent a(bench_.port(), {.id = "a"}), b(bench_.port(), {.id = "b", .run = {.stall_after = 5}});
  bench_.Begin();
  ASSERT_TRUE(b.AwaitFinished(5));
  b.Leave();
  EXPECT_EQ(bench_.Finish().exit_code, 0);
  EXPECT_TRUE(bench_.HasEvent(wire::RunEvent::AGENT_LEFT));
  const std::multiset<int64_t> sent = Indices(bench_.records());
  EXPECT_EQ(sent.size(), 40u);
  for (int64_t index = 0; index < 40; ++index) EXPECT_EQ(sent.count(index), 1u) << index;
}

TEST_F(AgentLossTest, AnAgentThatDialsAgainGoesOn) {
  bench_.timings.lost_after = kTimeToDialAgain;
  FakeAgent a(bench_.port(), {.id = "a"}), b(bench_.port(), {.id = "b"});
  bench_.plan.load = {};
  bench_.plan.load.request_rate = 40;
  bench_.plan.load.arrival = ArrivalKind::kConstant;
  bench_.plan.load.request_count = 60;
  bench_.Begin();
  ASSERT_TRUE(b.AwaitFinished(5));
  b.Redial();
  EXPECT_EQ(bench_.Finish().exit_code, 0);
  EXPECT_TRUE(bench_.HasEvent(wire::RunEvent::AGENT_RESUMED));
  EXPECT_FALSE(bench_.HasEvent(wire::RunEvent::AGENT_LOST));
  const std::multiset<int64_t> sent = Indices(bench_.records());
  EXPECT_EQ(sent.size(), 60u);
  EXPECT_EQ(std::set<int64_t>(sent.begin(), sent.end()).size(), 60u);
}

TEST_F(AgentLossTest, SlicesThatWereLostWithTheStreamAreSentAgain) {
  bench_.timings.lost_after = kTimeToDialAgain;
  FakeAgent a(bench_.port(), {.id = "a"}), b(bench_.port(), {.id = "b"});
  bench_.plan.load = {};
  bench_.plan.load.request_rate = 800;
  bench_.plan.load.arrival = ArrivalKind::kConstant;
  bench_.plan.load.request_count = 1600;  // b's 800 travel in four slices, all within the look-ahead
  bench_.Begin();
  ASSERT_TRUE(b.AwaitFinished(1));
  b.Redial(/*lost_slices=*/2);
  EXPECT_EQ(bench_.Finish().exit_code, 0);
  const std::multiset<int64_t> sent = Indices(bench_.records());
  EXPECT_EQ(sent.size(), 1600u);
  EXPECT_EQ(std::set<int64_t>(sent.begin(), sent.end()).size(), 1600u);
  EXPECT_EQ(b.requests_without_payload(), 0u);
}

TEST_F(AgentLossTest, ANewProcessOfTheSameIdReplacesADeadOne) {
  FakeAgent a(bench_.port(), {.id = "a"}), b(bench_.port(), {.id = "b", .run = {.stall_after = 5}});
  bench_.Begin();
  ASSERT_TRUE(b.AwaitFinished(5));
  b.Die();
  ASSERT_TRUE(bench_.observer.AwaitNotice("agent b is disconnected"));
  FakeAgent again(bench_.port(), {.id = "b", .incarnation = "another"});
  const RunOutcome outcome = bench_.Finish();
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.sentences, ElementsAre("agent b is lost: a new process took its place"));
}

}  // namespace
}  // namespace barrage
