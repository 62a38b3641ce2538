// On which connections the worker sends, and what it sends.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/agent/load/worker_fixture.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

const auto kGood = [](const ScriptedRequest&) { return GoodAnswer(); };
const auto kSilent = [](const ScriptedRequest&) { return Script{ScriptStep::Hang()}; };

class WorkerConnectionTest : public WorkerFixture {};

TEST_F(WorkerConnectionTest, OneSlotUsesOneConnection) {
  ScriptedServer server(kGood);
  MakeWorker(SetupFor(server.origin()));
  const std::vector<RequestRecord> records = RunClosed(Requests(5));
  EXPECT_EQ(server.connections(), 1);
  for (const RequestRecord& record : records) {
    EXPECT_EQ(record.outcome, Outcome::kOk);
    EXPECT_EQ(record.connection_reused, record.index > 0);
    EXPECT_EQ(record.intended_ns, std::nullopt);
    EXPECT_LT(*record.dispatched_ns, *record.request_sent_ns);
  }
}

TEST_F(WorkerConnectionTest, NeverReuseOpensAConnectionARequest) {
  ScriptedServer server(kGood);
  auto setup = SetupFor(server.origin());
  setup->set_reuse(wire::RunSetup::NEVER);
  MakeWorker(setup);
  RunClosed(Requests(3));
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(WorkerConnectionTest, SendsWhatTheSetupSays) {
  ScriptedServer server(kGood);
  auto setup = SetupFor(server.origin());
  setup->set_api_key("sesame");
  wire::Header& header = *setup->add_headers();
  header.set_name("X-Tenant");
  header.set_value("blue");
  MakeWorker(setup);
  // Over libcurl's limit for 100-continue, and more than a socket takes at once.
  const std::vector<RequestRecord> records = RunClosed(Requests(1, std::string(5 << 20, 'x')));
  ASSERT_EQ(server.requests().size(), 1u);
  const ScriptedRequest request = server.requests()[0];
  EXPECT_THAT(request.head, HasSubstr("POST /v1/chat/completions HTTP/1.1\r\n"));
  EXPECT_THAT(request.head, HasSubstr("X-Request-ID: run-0\r\n"));
  EXPECT_THAT(request.head, HasSubstr("Authorization: Bearer sesame\r\n"));
  EXPECT_THAT(request.head, HasSubstr("X-Tenant: blue\r\n"));
  EXPECT_THAT(request.head, HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(request.head, HasSubstr("Accept: text/event-stream\r\n"));
  EXPECT_FALSE(absl::StrContains(request.head, "Expect:"));
  EXPECT_FALSE(absl::StrContains(request.head, "Accept-Encoding:"));
  EXPECT_GT(request.body.size(), size_t{5} << 20);
  EXPECT_EQ(records[0].outcome, Outcome::kOk);
  EXPECT_EQ(records[0].bytes_sent, request.body.size());
  EXPECT_TRUE(records[0].request_sent_ns.has_value());
}

TEST_F(WorkerConnectionTest, DeadReusedConnectionIsReplacedOnce) {
  // The second request finds its connection closed before any byte.
  ScriptedServer server(
      [](const ScriptedRequest& request) { return request.number == 1 ? Script{ScriptStep::Close()} : GoodAnswer(); });
  MakeWorker(SetupFor(server.origin()));
  const std::vector<RequestRecord> records = RunClosed(Requests(2));
  EXPECT_EQ(records[1].outcome, Outcome::kOk);
  EXPECT_EQ(records[1].resends, 1u);
  EXPECT_FALSE(records[1].connection_reused);
  EXPECT_EQ(server.requests().size(), 3u);
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(WorkerConnectionTest, SecondDeadConnectionIsAConnectError) {
  ScriptedServer server(
      [](const ScriptedRequest& request) { return request.number == 0 ? GoodAnswer() : Script{ScriptStep::Close()}; });
  MakeWorker(SetupFor(server.origin()));
  const std::vector<RequestRecord> records = RunClosed(Requests(2));
  EXPECT_EQ(records[1].outcome, Outcome::kConnectError);
  EXPECT_EQ(records[1].resends, 1u);
  EXPECT_EQ(server.requests().size(), 3u);
}

TEST_F(WorkerConnectionTest, RefusedSlotsRestLongerEachTime) {
  std::string origin;
  { origin = ScriptedServer(kGood).origin(); }
  MakeWorker(SetupFor(origin));
  const std::vector<RequestRecord> records = RunClosed(Requests(4));
  for (const RequestRecord& record : records) EXPECT_EQ(record.outcome, Outcome::kConnectError);
  EXPECT_EQ(records[0].error, "Couldn't connect to server: Connection refused");
  // 10, 20 and 40 ms after the end of the one before.
  for (size_t i = 1; i < records.size(); ++i) {
    EXPECT_GE(*records[i].dispatched_ns - *records[i - 1].stream_end_ns, (10 << (i - 1)) * kMs);
  }
}

TEST_F(WorkerConnectionTest, WarmConnectionsAreUsed) {
  ScriptedServer server([](const ScriptedRequest& request) {
    if (absl::StartsWith(request.head, "GET /health ")) {
      return Script{ScriptStep::Send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")};
    }
    return GoodAnswer();
  });
  MakeWorker(SetupFor(server.origin()));
  const WarmUpResult result = WarmUp(5, 10'000 * kMs);
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(result.open, 5u);
  EXPECT_EQ(server.connections(), 5);
  for (const RequestRecord& record : RunClosed(Requests(5), 5)) EXPECT_TRUE(record.connection_reused);
  EXPECT_EQ(server.connections(), 5);
}

TEST_F(WorkerConnectionTest, WarmUpNamesARefusal) {
  std::string origin;
  { origin = ScriptedServer(kGood).origin(); }
  MakeWorker(SetupFor(origin));
  const WarmUpResult result = WarmUp(3, 10'000 * kMs);
  EXPECT_EQ(result.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(result.status.message(), absl::StrCat(origin, "/health: Couldn't connect to server: Connection refused"));
}

TEST_F(WorkerConnectionTest, WarmUpGivesUpAtItsDeadline) {
  ScriptedServer server(kSilent);
  MakeWorker(SetupFor(server.origin()));
  const WarmUpResult result = WarmUp(2, 100 * kMs);
  EXPECT_EQ(result.status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(result.status.message()), HasSubstr("no answer in time"));
}

TEST_F(WorkerConnectionTest, WarmUpNamesAnUnknownHost) {
  auto setup = SetupFor("http://no-such-host.invalid:80");
  MakeWorker(setup);
  const WarmUpResult result = WarmUp(0, 10'000 * kMs);
  EXPECT_EQ(result.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(result.status.message()), HasSubstr("cannot resolve no-such-host.invalid: "));
}

}  // namespace
}  // namespace barrage
