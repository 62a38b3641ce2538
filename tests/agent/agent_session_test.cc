#include "agent/agent_session.h"

#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "common/base/hmac.h"
#include "common/base/sha256.h"
#include "gmock/gmock.h"
#include "tests/agent/session_fixture.h"

namespace barrage {
namespace {

using testing::HasSubstr;
using Seen = FakeCoordinator::Seen;

class AgentSessionTest : public SessionFixture {
 protected:
  ScriptedServer server_{[](const ScriptedRequest& request) { return Answer(request, std::chrono::milliseconds(1)); }};
};

TEST_F(AgentSessionTest, ServesOneRunAfterAnotherOnOneStream) {
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  for (const size_t run : {1, 2}) {
    Say(coordinator, Setup(server_.origin(), run == 1 ? "r1" : "r2", 3));
    Say(coordinator, Payload());
    Say(coordinator, Slice(1, 0, 10, false, true));
    ASSERT_TRUE(coordinator.Await([&](const Seen& seen) { return seen.ready.size() == run; }));
    Say(coordinator, Start(1, 3));
    Say(coordinator, Slice(1, 10, 13, true, true));
    ASSERT_TRUE(coordinator.Await([&](const Seen& seen) { return seen.phases_done.size() == run; }));
    Say(coordinator, EndRun());
    ASSERT_TRUE(coordinator.Await([&](const Seen& seen) { return seen.drained.size() == run; }));
    const Seen seen = coordinator.seen();
    EXPECT_EQ(seen.ready.back().warm_connections(), 3u);
    EXPECT_EQ(seen.phases_done.back().records(), 23u);
    EXPECT_EQ(seen.drained.back().records(), 23u);
    EXPECT_FALSE(seen.drained.back().leaving());
    if (run == 1) ExpectEachOnce(Records(seen), 23, Outcome::kOk);
  }
  EXPECT_EQ(coordinator.seen().streams, 1);
  session_->Leave();
  EXPECT_EQ(ExitCode(), AgentSession::kDone);
}

// A tokenizer.json and its pieces; what is here twice a run is sent once.
struct TokenizerFile {
  TokenizerFile() {
    std::stringstream text;
    text << std::ifstream("tests/common/tokenizer/testdata/tokenizer.json").rdbuf();
    json = text.str();
    sha256 = Sha256Hex(json);
  }
  wire::CoordinatorMessage Piece(size_t from, size_t size) const {
    wire::CoordinatorMessage message;
    message.mutable_tokenizer()->set_sha256(sha256);
    message.mutable_tokenizer()->set_data(json.substr(from, size));
    message.mutable_tokenizer()->set_last(from + size >= json.size());
    return message;
  }
  std::string json, sha256;
};

TEST_F(AgentSessionTest, AsksForATokenizerOnceAndCountsWithIt) {
  const TokenizerFile file;
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  for (const size_t run : {1, 2}) {
    wire::CoordinatorMessage setup = Setup(server_.origin(), run == 1 ? "r1" : "r2", 3);
    setup.mutable_run_setup()->set_tokenizer_sha256(file.sha256);
    Say(coordinator, setup);
    Say(coordinator, Payload());
    Say(coordinator, Slice(1, 0, 10, true, true));
    if (run == 1) {
      ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.tokenizers_wanted.size() == 1; }));
      EXPECT_EQ(coordinator.seen().tokenizers_wanted[0], file.sha256);
      Say(coordinator, file.Piece(0, 10'000));
      Say(coordinator, file.Piece(10'000, 20'000));
    }
    ASSERT_TRUE(coordinator.Await([&](const Seen& seen) { return seen.ready.size() == run; }));
    Say(coordinator, Start(1, 3));
    ASSERT_TRUE(coordinator.Await([&](const Seen& seen) { return seen.phases_done.size() == run; }));
    Say(coordinator, EndRun());
    ASSERT_TRUE(coordinator.Await([&](const Seen& seen) { return seen.drained.size() == run; }));
  }
  const std::vector<RequestRecord> records = Records(coordinator.seen());
  for (const RequestRecord& record : records) EXPECT_EQ(record.tokenizer_output_tokens, 2);  // "a", "a"
  EXPECT_EQ(coordinator.seen().tokenizers_wanted.size(), 1u);
  session_->Leave();
  EXPECT_EQ(ExitCode(), AgentSession::kDone);
}

TEST_F(AgentSessionTest, ATokenizerThatBrokeOnTheWayFailsTheRun) {
  TokenizerFile file;
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  wire::CoordinatorMessage setup = Setup(server_.origin(), "r", 1);
  setup.mutable_run_setup()->set_tokenizer_sha256(file.sha256);
  Say(coordinator, setup);
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.tokenizers_wanted.size() == 1; }));
  file.json.back() = ' ';
  Say(coordinator, file.Piece(0, 1'000'000));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.failed.size() == 1; }));
  EXPECT_EQ(coordinator.seen().failed[0].kind(), wire::RunFailed::INTERNAL);
  EXPECT_THAT(coordinator.seen().failed[0].message(), HasSubstr("is not the one with sha256"));
}

TEST_F(AgentSessionTest, AsksAgainForATokenizerThatAStreamTookWithIt) {
  const TokenizerFile file;
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  wire::CoordinatorMessage setup = Setup(server_.origin(), "r", 1);
  setup.mutable_run_setup()->set_tokenizer_sha256(file.sha256);
  Say(coordinator, setup);
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.tokenizers_wanted.size() == 1; }));
  Say(coordinator, file.Piece(0, 10'000));
  coordinator.BreakStream();
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.tokenizers_wanted.size() == 2; }));
  Say(coordinator, file.Piece(0, 10'000));
  Say(coordinator, file.Piece(10'000, 20'000));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.ready.size() == 1; }));
}

TEST_F(AgentSessionTest, AnswersClockProbesAndTellsItsHealth) {
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  const int64_t before_ns = SystemClock().MonotonicNs();
  wire::CoordinatorMessage probe;
  probe.mutable_clock_probe()->set_id(42);
  Say(coordinator, probe);
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.echoes.size() == 1; }));
  EXPECT_EQ(coordinator.seen().echoes[0].id(), 42u);
  EXPECT_GT(coordinator.seen().echoes[0].agent_ns(), before_ns);
  EXPECT_LT(coordinator.seen().echoes[0].agent_ns(), SystemClock().MonotonicNs());
  Say(coordinator, Setup(server_.origin(), "r", 1));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.progress > 0; }));
  EXPECT_GT(coordinator.seen().health.open_files(), 0u);
  EXPECT_GT(coordinator.seen().health.resident_bytes(), 1u << 20);
  EXPECT_EQ(status_.Get().agent_id, "a");
  EXPECT_TRUE(status_.Get().welcomed);
}

TEST_F(AgentSessionTest, ProvesTheRunTokenWithoutSendingIt) {
  FakeCoordinator coordinator;
  SessionOptions options = OptionsFor(coordinator.port());
  options.run_token = "token";
  StartSession(std::move(options));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.hellos.empty(); }));
  const wire::Hello hello = coordinator.seen().hellos[0];
  EXPECT_EQ(hello.hmac(), HmacSha256("token", coordinator.nonce()));
  EXPECT_EQ(hello.protocol_version(), 2u);
  EXPECT_EQ(hello.facts().id(), "a");
  EXPECT_EQ(hello.run_id(), "");
}

TEST_F(AgentSessionTest, NamesATargetThatRefuses) {
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  // Nothing listens where the coordinator's own port is taken from: port 1 of loopback.
  Say(coordinator, Setup("http://127.0.0.1:1", "r", 2));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.failed.empty(); }));
  EXPECT_EQ(coordinator.seen().failed[0].kind(), wire::RunFailed::TARGET);
  EXPECT_THAT(coordinator.seen().failed[0].message(), HasSubstr("127.0.0.1:1"));
  EXPECT_THAT(coordinator.seen().failed[0].message(), HasSubstr("refused"));
  Say(coordinator, EndRun());
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return seen.drained.size() == 1; }));
}

TEST_F(AgentSessionTest, NamesTheLimitThatIsTooLow) {
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  Say(coordinator, Setup(server_.origin(), "r", 5'000));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.failed.empty(); }));
  EXPECT_EQ(coordinator.seen().failed[0].kind(), wire::RunFailed::LIMITS);
  EXPECT_THAT(coordinator.seen().failed[0].message(), HasSubstr("open files short on a: 5,000 streams need "));
  EXPECT_THAT(coordinator.seen().failed[0].message(), HasSubstr("the limit is 1,000"));
  EXPECT_EQ(server_.connections(), 0);
}

TEST_F(AgentSessionTest, SendsNothingWithoutALease) {
  FakeCoordinatorOptions silent;
  silent.answers_progress = false;
  FakeCoordinator coordinator(silent);
  StartSession(OptionsFor(coordinator.port()));
  Say(coordinator, Setup(server_.origin(), "r", 2));
  Say(coordinator, Payload());
  Say(coordinator, Slice(1, 0, 20, true, true));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.ready.empty(); }));
  const size_t warm = server_.requests().size();
  Say(coordinator, Start(1, 2, 300'000'000));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.phases_done.empty(); }));
  Say(coordinator, EndRun());
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.drained.empty(); }));
  ExpectEachOnce(Records(coordinator.seen()), 20, Outcome::kNotSent);
  EXPECT_EQ(server_.requests().size(), warm);
}

TEST_F(AgentSessionTest, RecordsAsNotSentWhatItsPhaseNeverStarted) {
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  Say(coordinator, Setup(server_.origin(), "r", 1));
  Say(coordinator, Slice(1, 0, 5, true, true));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.ready.empty(); }));
  Say(coordinator, EndRun());
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.drained.empty(); }));
  EXPECT_EQ(coordinator.seen().drained[0].records(), 5u);
  ExpectEachOnce(Records(coordinator.seen()), 5, Outcome::kNotSent);
}

TEST_F(AgentSessionTest, RecordsAsNotSentWhatRefersToNoPayload) {
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  Say(coordinator, Setup(server_.origin(), "r", 1));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.ready.empty(); }));
  Say(coordinator, Start(1, 1));
  Say(coordinator, Slice(1, 0, 2, true, true));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.phases_done.empty(); }));
  Say(coordinator, EndRun());
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.drained.empty(); }));
  const std::vector<RequestRecord> records = Records(coordinator.seen());
  ExpectEachOnce(records, 2, Outcome::kNotSent);
  EXPECT_EQ(records[0].error, "request 0 refers to payload 1, which is not here");
}

TEST_F(AgentSessionTest, DrainsUploadsAndSaysSoWhenToldToLeave) {
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  Say(coordinator, Setup(server_.origin(), "r", 4));
  Say(coordinator, Payload());
  // One a second: the first is sent at once, the others long after the end of the test.
  Say(coordinator, Slice(1, 0, 3'600, true, false, 1'000'000'000));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.ready.empty(); }));
  Say(coordinator, Start(1, 0));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.batches.empty(); }));
  session_->Leave();
  EXPECT_EQ(ExitCode(), AgentSession::kDone);
  const Seen seen = coordinator.seen();
  ASSERT_EQ(seen.drained.size(), 1u);
  EXPECT_TRUE(seen.drained[0].leaving());
  // What it has not sent has no record: it counts as never granted.
  const std::vector<RequestRecord> records = Records(seen);
  EXPECT_EQ(records.size(), seen.drained[0].records());
  ExpectEachOnce(records, static_cast<int64_t>(records.size()), Outcome::kOk);
  EXPECT_LT(records.size(), 100u);
}

TEST_F(AgentSessionTest, LeavesAtOnceWhenIdle) {
  FakeCoordinator coordinator;
  StartSession(OptionsFor(coordinator.port()));
  wire::CoordinatorMessage probe;
  probe.mutable_clock_probe()->set_id(1);
  Say(coordinator, probe);
  // Its reader has the probe, so it has the Welcome before it.
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.echoes.empty(); }));
  session_->Leave();
  EXPECT_EQ(ExitCode(), AgentSession::kDone);
  EXPECT_TRUE(coordinator.Await([](const Seen& seen) { return seen.drained.size() == 1; }));
}

TEST_F(AgentSessionTest, EndsAfterOneRunWhenAskedTo) {
  FakeCoordinator coordinator;
  SessionOptions options = OptionsFor(coordinator.port());
  options.once = true;
  StartSession(std::move(options));
  Say(coordinator, Setup(server_.origin(), "r", 1));
  ASSERT_TRUE(coordinator.Await([](const Seen& seen) { return !seen.ready.empty(); }));
  Say(coordinator, EndRun());
  EXPECT_EQ(ExitCode(), AgentSession::kDone);
  EXPECT_EQ(coordinator.seen().drained.size(), 1u);
}

TEST_F(AgentSessionTest, GivesUpWithoutACoordinator) {
  int port;
  {
    FakeCoordinator gone;
    port = gone.port();
  }
  SessionOptions options = OptionsFor(port);
  options.coordinator_timeout = std::chrono::milliseconds(100);
  StartSession(std::move(options));
  EXPECT_EQ(ExitCode(), AgentSession::kNoCoordinator);
}

TEST_F(AgentSessionTest, GivesWayToTheProcessThatTookItsPlace) {
  FakeCoordinatorOptions refusing;
  refusing.reject.emplace();
  refusing.reject->set_reason(wire::Reject::REPLACED);
  refusing.reject->set_message("another process is agent a now");
  FakeCoordinator coordinator(refusing);
  StartSession(OptionsFor(coordinator.port()));
  EXPECT_EQ(ExitCode(), AgentSession::kReplaced);
}

}  // namespace
}  // namespace barrage
