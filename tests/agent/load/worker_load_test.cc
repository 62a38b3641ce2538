// When the worker sends, and how requests and phases end.
#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/agent/load/worker_fixture.h"

namespace barrage {
namespace {

using ::testing::Each;

const auto kGood = [](const ScriptedRequest&) { return GoodAnswer(); };
const auto kSilent = [](const ScriptedRequest&) { return Script{ScriptStep::Hang()}; };

class WorkerLoadTest : public WorkerFixture {};

std::vector<Outcome> OutcomesOf(const std::vector<RequestRecord>& records) {
  std::vector<Outcome> outcomes;
  for (const RequestRecord& record : records) outcomes.push_back(record.outcome);
  return outcomes;
}

TEST_F(WorkerLoadTest, SlotsBoundWhatIsInFlight) {
  ScriptedServer server(kGood);
  MakeWorker(SetupFor(server.origin()));
  std::vector<RequestRecord> records = RunClosed(Requests(20), 4);
  EXPECT_THAT(OutcomesOf(records), Each(Outcome::kOk));
  EXPECT_LE(server.connections(), 4);
  for (const RequestRecord& one : records) {
    const auto overlaps = std::count_if(records.begin(), records.end(), [&](const RequestRecord& other) {
      return *other.dispatched_ns <= *one.dispatched_ns && *one.dispatched_ns < *other.stream_end_ns;
    });
    EXPECT_LE(overlaps, 4);
  }
}

TEST_F(WorkerLoadTest, TotalTimeout) {
  ScriptedServer server(kSilent);
  auto setup = SetupFor(server.origin());
  setup->set_request_timeout_ns(200 * kMs);
  MakeWorker(setup);
  const RequestRecord record = RunClosed(Requests(1))[0];
  EXPECT_EQ(record.outcome, Outcome::kTimeout);
  EXPECT_FALSE(record.timeout_was_no_progress);
  const int64_t took_ns = *record.stream_end_ns - *record.dispatched_ns;
  EXPECT_GE(took_ns, 200 * kMs);
  EXPECT_LT(took_ns, 700 * kMs);
}

TEST_F(WorkerLoadTest, NoProgressTimeoutCountsFromTheLastByte) {
  ScriptedServer server([](const ScriptedRequest&) {
    return Script{ScriptStep::Send(AnswerHead(kStreamHead)), ScriptStep::Pause(std::chrono::milliseconds(120)),
                  ScriptStep::Send(Chunk(TextEvent("a"))), ScriptStep::Hang()};
  });
  auto setup = SetupFor(server.origin());
  setup->set_no_progress_timeout_ns(400 * kMs);
  MakeWorker(setup);
  const RequestRecord record = RunClosed(Requests(1))[0];
  EXPECT_EQ(record.outcome, Outcome::kTimeout);
  EXPECT_TRUE(record.timeout_was_no_progress);
  EXPECT_EQ(record.events.size(), 1u);
  EXPECT_GE(*record.stream_end_ns - record.events.last_at_ns(), 400 * kMs);
}

TEST_F(WorkerLoadTest, CancelAfterIsThePlansDoing) {
  ScriptedServer server(kSilent);
  MakeWorker(SetupFor(server.origin()));
  std::vector<Assigned> requests = Requests(1);
  requests[0].request.set_cancel_after_ns(50 * kMs);
  const RequestRecord record = RunClosed(std::move(requests))[0];
  EXPECT_EQ(record.outcome, Outcome::kCancelledByPlan);
  EXPECT_EQ(record.cancel_after_ns, 50 * kMs);
}

TEST_F(WorkerLoadTest, OpenLoopSendsWhateverBecameOfTheOthers) {
  ScriptedServer server(kSilent);
  MakeWorker(SetupFor(server.origin()));
  std::vector<Assigned> requests = Requests(6);
  for (int i = 0; i < 6; ++i) requests[i].request.set_offset_ns(i * 10 * kMs);
  worker_->Add(std::move(requests), true);
  const int64_t t0_ns = Now() + 20 * kMs;
  worker_->Start({.phase = 3, .t0_ns = t0_ns, .cut_at_ns = t0_ns + 300 * kMs});
  EXPECT_EQ(NextPhaseDone(), 3u);
  for (int i = 0; i < 6; ++i) {
    const RequestRecord record = NextRecord().record;
    EXPECT_EQ(record.outcome, Outcome::kCancelledAtEnd);
    EXPECT_EQ(*record.intended_ns, t0_ns + record.index * 10 * kMs);
    EXPECT_GE(*record.dispatched_ns, *record.intended_ns);
    EXPECT_EQ(record.granted_ns, std::nullopt);
  }
}

TEST_F(WorkerLoadTest, OverdueRequestsAreSentAtOnceAndSaySo) {
  ScriptedServer server(kGood);
  MakeWorker(SetupFor(server.origin()));
  const int64_t t0_ns = Now() - 500 * kMs;
  worker_->Start({.phase = 1, .t0_ns = t0_ns});
  worker_->Add(Requests(3), true);
  EXPECT_EQ(NextPhaseDone(), 1u);
  for (int i = 0; i < 3; ++i) {
    const RequestRecord record = NextRecord().record;
    EXPECT_EQ(record.outcome, Outcome::kOk);
    EXPECT_GT(*record.granted_ns, *record.intended_ns);
  }
}

TEST_F(WorkerLoadTest, DrainEndsDispatchAndLetsStreamsEnd) {
  ScriptedServer server([](const ScriptedRequest&) {
    Script script = GoodAnswer();
    script.insert(script.begin(), ScriptStep::Pause(std::chrono::milliseconds(150)));
    return script;
  });
  MakeWorker(SetupFor(server.origin()));
  worker_->Add(Requests(3), false);
  worker_->Start({.phase = 1, .t0_ns = Now(), .slots = 1});
  while (server.requests().empty()) std::this_thread::yield();
  worker_->Stop(StopMode::kDrain);
  EXPECT_EQ(NextPhaseDone(), 1u);
  EXPECT_EQ(NextRecord().record.outcome, Outcome::kNotSent);
  EXPECT_EQ(NextRecord().record.outcome, Outcome::kNotSent);
  EXPECT_EQ(NextRecord().record.outcome, Outcome::kOk);
}

TEST_F(WorkerLoadTest, CancelCutsStreams) {
  ScriptedServer server(kSilent);
  MakeWorker(SetupFor(server.origin()));
  worker_->Add(Requests(2), false);
  worker_->Start({.phase = 1, .t0_ns = Now(), .slots = 1});
  while (server.requests().empty()) std::this_thread::yield();
  worker_->Stop(StopMode::kCancel);
  EXPECT_EQ(NextPhaseDone(), 1u);
  EXPECT_EQ(NextRecord().record.outcome, Outcome::kNotSent);
  EXPECT_EQ(NextRecord().record.outcome, Outcome::kCancelledAtEnd);
}

TEST_F(WorkerLoadTest, StopBetweenPhasesLeavesNothingWaiting) {
  ScriptedServer server(kGood);
  MakeWorker(SetupFor(server.origin()));
  worker_->Add(Requests(2), false);
  worker_->Stop(StopMode::kDrain);
  EXPECT_EQ(NextPhaseDone(), 0u);
  EXPECT_EQ(NextRecord().record.outcome, Outcome::kNotSent);
  EXPECT_EQ(NextRecord().record.outcome, Outcome::kNotSent);
  worker_->Start({.phase = 2, .t0_ns = Now(), .slots = 1});
  EXPECT_EQ(NextPhaseDone(), 2u);
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(WorkerLoadTest, NothingIsSentOnceDispatchIsOver) {
  ScriptedServer server(kGood);
  MakeWorker(SetupFor(server.origin()));
  std::vector<Assigned> requests = Requests(3);
  for (int i = 1; i < 3; ++i) requests[i].request.set_offset_ns(10'000 * kMs);
  worker_->Add(std::move(requests), false);
  const int64_t t0_ns = Now();
  worker_->Start({.phase = 1, .t0_ns = t0_ns, .dispatch_until_ns = t0_ns + 100 * kMs});
  std::vector<RequestRecord> records;
  for (int i = 0; i < 3; ++i) records.push_back(NextRecord().record);
  // What is added late is not sent either, and only `last` ends the phase.
  worker_->Add(Requests(1), true);
  EXPECT_EQ(NextPhaseDone(), 1u);
  records.push_back(NextRecord().record);
  std::vector<Outcome> outcomes = OutcomesOf(records);
  EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), Outcome::kNotSent), 3);
  EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), Outcome::kOk), 1);
}

TEST_F(WorkerLoadTest, WithoutALeaseNothingIsSent) {
  ScriptedServer server(kGood);
  MakeWorker(SetupFor(server.origin()));
  worker_->SetLease(0);
  worker_->Add(Requests(1), true);
  worker_->Start({.phase = 1, .t0_ns = Now(), .slots = 1});
  while (worker_->TakeHealth().dispatch_blocked_ns == 0) std::this_thread::yield();
  EXPECT_TRUE(server.requests().empty());
  const int64_t renewed_ns = Now();
  worker_->SetLease(kForever);
  EXPECT_EQ(NextPhaseDone(), 1u);
  EXPECT_GE(*NextRecord().record.dispatched_ns, renewed_ns);
}

TEST_F(WorkerLoadTest, AFullSpoolHoldsDispatchBack) {
  ScriptedServer server(kGood);
  MakeWorker(SetupFor(server.origin()));
  worker_->SetDispatchAllowed(false);
  worker_->Add(Requests(1), true);
  worker_->Start({.phase = 1, .t0_ns = Now(), .slots = 1});
  while (worker_->TakeHealth().dispatch_blocked_ns == 0) std::this_thread::yield();
  const int64_t allowed_ns = Now();
  worker_->SetDispatchAllowed(true);
  EXPECT_EQ(NextPhaseDone(), 1u);
  EXPECT_GE(*NextRecord().record.dispatched_ns, allowed_ns);
}

TEST_F(WorkerLoadTest, PhasesFollowEachOther) {
  ScriptedServer server(kGood);
  MakeWorker(SetupFor(server.origin()));
  worker_->Add(Requests(2), true);
  worker_->Add(Requests(3), true);
  worker_->Start({.phase = 1, .t0_ns = Now(), .slots = 2});
  EXPECT_EQ(NextPhaseDone(), 1u);
  EXPECT_EQ(records_.size(), 2u);
  worker_->Start({.phase = 2, .t0_ns = Now(), .slots = 2});
  EXPECT_EQ(NextPhaseDone(), 2u);
  EXPECT_EQ(records_.size(), 5u);
}

TEST_F(WorkerLoadTest, APayloadThatDoesNotFitIsNotSent) {
  ScriptedServer server(kGood);
  auto setup = SetupFor(server.origin());
  setup->set_extra_body_json("no object");
  MakeWorker(setup);
  const RequestRecord record = RunClosed(Requests(1))[0];
  EXPECT_EQ(record.outcome, Outcome::kNotSent);
  EXPECT_TRUE(record.error.has_value());
}

TEST_F(WorkerLoadTest, HealthCountsWhatHappened) {
  ScriptedServer server(kGood);
  MakeWorker(SetupFor(server.origin()));
  RunClosed(Requests(3));
  const LoopHealth health = worker_->TakeHealth();
  EXPECT_EQ(health.dispatched, 3u);
  EXPECT_EQ(health.finished, 3u);
  EXPECT_EQ(health.outcomes[static_cast<size_t>(Outcome::kOk) - 1], 3u);
  EXPECT_EQ(health.content_events, 6u);
  EXPECT_EQ(health.output_tokens, 6u);  // usage: 2 an answer
  EXPECT_EQ(health.stamps_kernel + health.stamps_user, 15u);
  EXPECT_EQ(health.in_flight, 0u);
  EXPECT_GT(health.lateness.total(), 0u);
  EXPECT_GT(health.loop_cpu_ns, 0);
}

}  // namespace
}  // namespace barrage
