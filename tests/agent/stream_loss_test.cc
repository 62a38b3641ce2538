#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "agent/agent_session.h"
#include "gmock/gmock.h"
#include "tests/agent/session_fixture.h"

namespace barrage {
namespace {

using Seen = FakeCoordinator::Seen;

class StreamLossTest : public SessionFixture {
 protected:
  ScriptedServer server_{[](const ScriptedRequest& request) { return Answer(request, std::chrono::milliseconds(20)); }};
};

class RandomBreaksTest : public StreamLossTest, public testing::WithParamInterface<uint64_t> {};

TEST_P(RandomBreaksTest, LosesNoRecordAndDoublesNone) {
  FakeCoordinatorOptions breaking;
  breaking.break_probability = 0.4;
  breaking.seed = GetParam();
  FakeCoordinator coordinator(breaking);
  StartSession(OptionsFor(coordinator.port()));
  constexpr int64_t kRequests = 300;
  Say(coordinator, Setup(server_.origin(), "r", 4));
  Say(coordinator, Payload());
  Say(coordinator, Slice(1, 0, kRequests, true, true));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.ready.empty(); }));
  // 75 requests a slot, 20 ms and more each: about eight batches of 200 ms.
  Say(coordinator, Start(1, 4));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.phases_done.empty(); }));
  coordinator.StopBreaking();
  Say(coordinator, EndRun());
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.drained.empty(); }));
  const Seen seen = coordinator.seen();
  EXPECT_FALSE(seen.gap);
  EXPECT_GT(seen.streams, 1);
  EXPECT_EQ(seen.drained.back().records(), static_cast<uint64_t>(kRequests));
  EXPECT_EQ(seen.drained.back().batches(), seen.batches.size());
  ExpectEachOnce(Records(seen), kRequests, Outcome::kOk);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomBreaksTest, testing::Values(1, 2, 3, 4));

TEST_F(StreamLossTest, SaysWhatItHoldsWhenItComesBack) {
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  Say(coordinator, Setup(server_.origin(), "r", 1));
  Say(coordinator, Payload());
  Say(coordinator, Slice(1, 0, 1, false, true));
  Say(coordinator, Slice(1, 1, 1, false, true));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.ready.empty(); }));
  Say(coordinator, Start(1, 1));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.batches.empty(); }));
  coordinator.BreakStream();
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.hellos.size() == 2 && seen.connected; }));
  const wire::Hello hello = coordinator.seen().hellos[1];
  EXPECT_EQ(hello.run_id(), "r");
  EXPECT_GE(hello.acked_sequence(), 1u);
  EXPECT_EQ(hello.slices_received(), 2u);
  EXPECT_EQ(hello.facts().incarnation(), "one");
  // The run goes on where it was: a second Start changes nothing, the last slice ends it.
  Say(coordinator, Start(1, 1));
  Say(coordinator, Slice(1, 2, 1, true, true));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.phases_done.empty(); }));
  EXPECT_EQ(coordinator.seen().phases_done[0].records(), 3u);
}

TEST_F(StreamLossTest, SaysAgainThatItIsReadyOrDone) {
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  Say(coordinator, Setup(server_.origin(), "r", 1));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.ready.size() == 1; }));
  coordinator.BreakStream();
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.ready.size() == 2; }));
  Say(coordinator, Start(1, 1));
  Say(coordinator, Slice(1, 0, 0, true, true));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.phases_done.size() == 1; }));
  coordinator.BreakStream();
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.phases_done.size() == 2; }));
  EXPECT_EQ(coordinator.seen().phases_done[1].phase(), 1u);
}

TEST_F(StreamLossTest, ShowsItsLoadWhileNobodyListens) {
  std::promise<void> asked;
  ScriptedServer server([&](const ScriptedRequest& request) {
    if (request.head.rfind("POST", 0) == 0) asked.set_value();
    return Answer(request, std::chrono::milliseconds(500));
  });
  auto coordinator = std::make_unique<FakeCoordinator>();
  StartSession(OptionsFor(coordinator->port()));
  Say(*coordinator, Setup(server.origin(), "r", 1));
  Say(*coordinator, Payload());
  Say(*coordinator, Slice(1, 0, 1, false, true));
  ASSERT_TRUE(coordinator->Await([](const Seen& seen) { return !seen.ready.empty(); }));
  Say(*coordinator, Start(1, 1));
  asked.get_future().wait();
  coordinator.reset();
  // The answer comes after that.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  SessionStatus::View view;
  do {
    view = status_.Get();
    std::this_thread::yield();
  } while ((view.welcomed || view.health.finished() == 0) && std::chrono::steady_clock::now() < deadline);
  EXPECT_FALSE(view.welcomed);
  EXPECT_EQ(view.run_id, "r");
  EXPECT_EQ(view.health.dispatched(), 1u);
  EXPECT_EQ(view.health.finished(), 1u);
  EXPECT_EQ(view.health.in_flight(), 0u);
}

TEST_F(StreamLossTest, DropsTheRunOfACoordinatorThatStaysAway) {
  FakeCoordinator coordinator;
  SessionOptions options = OptionsFor(coordinator.port());
  options.orphan_timeout = std::chrono::milliseconds(200);
  options.once = true;
  StartSession(std::move(options));
  Say(coordinator, Setup(server_.origin(), "r", 1));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.ready.empty(); }));
  coordinator.Vanish();
  EXPECT_EQ(ExitCode(), AgentSession::kNoCoordinator);
}

}  // namespace
}  // namespace barrage
