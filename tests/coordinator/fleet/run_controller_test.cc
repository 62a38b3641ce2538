// Whole runs over gRPC on loopback, with agents that send nothing.
#include "coordinator/fleet/run_controller.h"

#include <csignal>
#include <map>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/coordinator/fleet/run_bench.h"
#include "tests/fakes/fake_agent.h"

namespace barrage {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Every index from 0 has one record.
void ExpectEachOnce(const std::vector<RunBench::Sent>& records, int64_t count) {
  std::multiset<int64_t> seen;
  for (const RunBench::Sent& record : records) seen.insert(record.index);
  ASSERT_EQ(seen.size(), static_cast<size_t>(count));
  for (int64_t index = 0; index < count; ++index) EXPECT_EQ(seen.count(index), 1u) << index;
}

TEST(RunController, OneAgentDoesEverything) {
  RunBench bench;
  FakeAgent agent(bench.port(), {.id = "a"});
  const RunOutcome outcome = bench.Run();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.sentences, IsEmpty());
  ExpectEachOnce(bench.records(), 40);
  const RunFacts& facts = bench.log().facts();
  ASSERT_TRUE(facts.end.has_value());
  EXPECT_EQ(facts.end->exit_code(), 0);
  ASSERT_EQ(facts.agents.size(), 1u);
  EXPECT_EQ(facts.agents[0].id(), "a");
  EXPECT_EQ(facts.agents[0].slots(), 4u);
  EXPECT_EQ(facts.payloads.size(), 3u);
  ASSERT_EQ(facts.phases.size(), 1u);
  EXPECT_EQ(facts.phases[0].scheduled(), 40);
  EXPECT_FALSE(facts.phases[0].warmup());
  EXPECT_EQ(agent.requests_without_payload(), 0u);
  EXPECT_EQ(bench.GrantedTo(0).size(), 40u);
  std::map<int, int> probes;
  for (const wire::ClockExchange& exchange : facts.clocks) ++probes[exchange.stage()];
  EXPECT_GE(probes[wire::ClockExchange::BEFORE], 8);
  EXPECT_GE(probes[wire::ClockExchange::AFTER], 8);
  EXPECT_THAT(bench.observer.phases(), Contains(RunPhase::kGathering));
}

TEST(RunController, ThreeAgentsHoldTheirExactShares) {
  RunBench bench;
  bench.plan.fleet.expect_agents = 3;
  FakeAgent c(bench.port(), {.id = "c"}), a(bench.port(), {.id = "a"}), b(bench.port(), {.id = "b"});
  EXPECT_EQ(bench.Run().exit_code, 0);
  ExpectEachOnce(bench.records(), 40);
  // Slots 0 and 3 are a's (ordinal 0), 1 is b's, 2 is c's; request i belongs to the holder of slot i mod 4.
  for (const RunBench::Sent& record : bench.records()) {
    EXPECT_EQ(record.agent, record.index % 4 % 3) << record.index;
  }
  EXPECT_EQ(a.starts().at(0).slots(), 2u);
  EXPECT_EQ(b.starts().at(0).slots(), 1u);
  EXPECT_EQ(c.starts().at(0).slots(), 1u);
  EXPECT_EQ(b.setup()->ordinal(), 1u);
  EXPECT_EQ(b.setup()->agents(), 3u);
}

TEST(RunController, SurplusAgentsHoldNothing) {
  RunBench bench;
  bench.plan.fleet.expect_agents = 3;
  bench.plan.load.concurrency = 1;
  FakeAgent a(bench.port(), {.id = "a"}), b(bench.port(), {.id = "b"}), c(bench.port(), {.id = "c"});
  EXPECT_EQ(bench.Run().exit_code, 0);
  ExpectEachOnce(bench.records(), 40);
  EXPECT_EQ(a.finished().size(), 40u);
  EXPECT_THAT(b.finished(), IsEmpty());
  EXPECT_EQ(b.starts().size(), 1u);
}

TEST(RunController, AgentsStartAtOneInstantOnTheirOwnClocks) {
  RunBench bench;
  bench.plan.fleet.expect_agents = 2;
  constexpr int64_t kHour = 3'600'000'000'000;
  FakeAgent a(bench.port(), {.id = "a"}), b(bench.port(), {.id = "b", .run = {.clock_offset_ns = -kHour}});
  EXPECT_EQ(bench.Run().exit_code, 0);
  const int64_t apart_ns = a.starts().at(0).t0_ns() - (b.starts().at(0).t0_ns() + kHour);
  EXPECT_LT(std::abs(apart_ns), 5'000'000);
  EXPECT_NEAR(static_cast<double>(bench.log().facts().phases.at(0).t0_ns() - a.starts().at(0).t0_ns()), 0, 5e6);
}

TEST(RunController, WarmUpIsAPhaseOfItsOwn) {
  RunBench bench;
  bench.plan.fleet.expect_agents = 2;
  bench.plan.load.warmup_request_count = 6;
  FakeAgent a(bench.port(), {.id = "a"}), b(bench.port(), {.id = "b"});
  EXPECT_EQ(bench.Run().exit_code, 0);
  std::multiset<int64_t> warm;
  for (const RunBench::Sent& record : bench.records()) {
    if (record.index < 0) warm.insert(record.index);
  }
  EXPECT_THAT(warm, ElementsAre(-6, -5, -4, -3, -2, -1));
  EXPECT_EQ(bench.records().size(), 46u);
  ASSERT_EQ(bench.log().facts().phases.size(), 2u);
  EXPECT_TRUE(bench.log().facts().phases[0].warmup());
  EXPECT_FALSE(bench.log().facts().phases[1].warmup());
  EXPECT_EQ(a.starts().size(), 2u);
  EXPECT_FALSE(bench.HasEvent(wire::RunEvent::WARMUP_FAILED));
}

TEST(RunController, SaysThatNoWarmUpRequestSucceeded) {
  RunBench bench;
  bench.plan.load.warmup_request_count = 6;
  FakeAgent agent(bench.port(), {.id = "a", .run = {.outcome = Outcome::kHttpError}});
  EXPECT_EQ(bench.Run().exit_code, 0);
  EXPECT_TRUE(bench.HasEvent(wire::RunEvent::WARMUP_FAILED));
  EXPECT_EQ(bench.records().size(), 46u);
}

TEST(RunController, NotesOnceThatAnAgentHasNoRoomForRecords) {
  RunBench bench;
  FakeAgent agent(bench.port(), {.id = "a", .run = {.spool_full = true}});
  bench.Run();
  int events = 0;
  for (const wire::RunEvent& event : bench.log().facts().events) events += event.kind() == wire::RunEvent::SPOOL_FULL;
  EXPECT_EQ(events, 1);
}

TEST(RunController, OpenLoopEndsWithItsSchedule) {
  RunBench bench;
  bench.plan.fleet.expect_agents = 2;
  bench.plan.load = {};
  bench.plan.load.request_rate = 100;
  bench.plan.load.arrival = ArrivalKind::kConstant;
  bench.plan.load.duration = absl::Milliseconds(400);
  FakeAgent a(bench.port(), {.id = "a"}), b(bench.port(), {.id = "b"});
  EXPECT_EQ(bench.Run().exit_code, 0);
  const int64_t scheduled = bench.log().facts().phases.at(0).scheduled();
  EXPECT_GE(scheduled, 39);
  ExpectEachOnce(bench.records(), scheduled);
  for (const RunBench::Sent& record : bench.records()) EXPECT_EQ(record.agent, record.index % 2);
}

TEST(RunController, SecondRunOnTheSameAgents) {
  RunBench first;
  FakeAgent agent(first.port(), {.id = "a"});
  EXPECT_EQ(first.Run().exit_code, 0);
  RunBench second;
  second.fleet = std::move(first.fleet);
  EXPECT_EQ(second.Run().exit_code, 0);
  ExpectEachOnce(second.records(), 40);
}

TEST(RunController, GivesEachAgentTheTokenizerThatItLacks) {
  RunBench bench;
  bench.plan.fleet.expect_agents = 2;
  // Three pieces, the last of them a byte.
  bench.tokenizer_json = std::make_shared<const std::string>((size_t{2} << 20) + 1, 'x');
  FakeAgent a(bench.port(), {.id = "a"}), b(bench.port(), {.id = "b"});
  EXPECT_EQ(bench.Run().exit_code, 0);
  ExpectEachOnce(bench.records(), 40);
  EXPECT_TRUE(a.tokenizer() == *bench.tokenizer_json);
  EXPECT_TRUE(b.tokenizer() == *bench.tokenizer_json);
}

TEST(RunController, NamesWhoIsHereWhenAgentsAreMissing) {
  RunBench bench;
  bench.plan.fleet.expect_agents = 3;
  bench.plan.fleet.agents_timeout = absl::Milliseconds(500);
  FakeAgent a(bench.port(), {.id = "node-1"});
  const RunOutcome outcome = bench.Run();
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.sentences, ElementsAre("1 of 3 agents are here (node-1): 2 are missing after 500ms"));
  EXPECT_EQ(bench.log().facts().end->exit_code(), 4);
}

TEST(RunController, ProceedsWithoutMissingAgentsIfTold) {
  RunBench bench;
  bench.plan.fleet.expect_agents = 3;
  bench.plan.fleet.on_missing_agents = OnMissingAgents::kProceed;
  bench.plan.fleet.agents_timeout = absl::Milliseconds(500);
  FakeAgent a(bench.port(), {.id = "a"}), b(bench.port(), {.id = "b"});
  EXPECT_EQ(bench.Run().exit_code, 0);
  ExpectEachOnce(bench.records(), 40);
}

TEST(RunController, AnAgentThatCannotReachTheTargetEndsTheRunBeforeItStarts) {
  RunBench bench;
  bench.plan.fleet.expect_agents = 2;
  FakeAgent a(bench.port(), {.id = "a"}),
      b(bench.port(), {.id = "b", .run = {.fail_with = "connect to 127.0.0.1:9 refused"}});
  const RunOutcome outcome = bench.Run();
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.sentences, ElementsAre("agent b: connect to 127.0.0.1:9 refused"));
  EXPECT_THAT(bench.records().size(), 0u);
  EXPECT_THAT(a.starts(), IsEmpty());
}

TEST(RunController, AnAgentWhoseClockDoesNotAnswerIsLost) {
  RunBench bench;
  bench.timings.probes_within = absl::Milliseconds(300);
  FakeAgent a(bench.port(), {.id = "a", .answers_probes = false});
  const RunOutcome outcome = bench.Run();
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.sentences, ElementsAre("agent a is lost: its clock does not answer"));
}

TEST(RunController, SignalStopsDispatchAndKeepsWhatWasMeasured) {
  RunBench bench;
  FakeAgent agent(bench.port(), {.id = "a", .run = {.stall_after = 5}});
  bench.Begin();
  ASSERT_TRUE(agent.AwaitFinished(5));
  bench.stop.Raise(SIGINT);
  const RunOutcome outcome = bench.Finish();
  EXPECT_EQ(outcome.exit_code, 130);
  EXPECT_THAT(outcome.sentences, ElementsAre("interrupted by SIGINT"));
  EXPECT_TRUE(agent.was_stopped());
  std::map<Outcome, int> outcomes;
  for (const RunBench::Sent& record : bench.records()) ++outcomes[record.outcome];
  EXPECT_EQ(outcomes[Outcome::kOk], 5);
  EXPECT_TRUE(bench.HasEvent(wire::RunEvent::INTERRUPTED));
  EXPECT_EQ(bench.log().facts().end->exit_code(), 130);
}

TEST(RunController, ThirdSignalWaitsForNobody) {
  RunBench bench;
  bench.plan.load.grace = absl::Hours(1);
  FakeAgent agent(bench.port(), {.id = "a", .run = {.stall_after = 5}});
  bench.Begin();
  ASSERT_TRUE(agent.AwaitFinished(5));
  for (int i = 0; i < 3; ++i) bench.stop.Raise(SIGTERM);
  EXPECT_EQ(bench.Finish().exit_code, 143);
}

TEST(RunController, TooManyErrorsEndTheRunEarly) {
  RunBench bench;
  bench.plan.load.request_count = 100'000;
  bench.plan.load.max_error_rate = 10;
  FakeAgent agent(bench.port(), {.id = "a", .run = {.stall_after = 2000, .outcome = Outcome::kHttpError}});
  const RunOutcome outcome = bench.Run();
  EXPECT_EQ(outcome.exit_code, 0);
  ASSERT_EQ(outcome.sentences.size(), 1u);
  EXPECT_THAT(outcome.sentences[0], HasSubstr("100.00 % of the requests failed: more than --max-error-rate 10"));
  EXPECT_TRUE(bench.HasEvent(wire::RunEvent::ERROR_RATE));
}

}  // namespace
}  // namespace barrage
