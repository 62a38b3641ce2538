// Each kind of fault as a raw socket sees it.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/sim/raw_client.h"
#include "tests/sim/server.h"

namespace barrage::sim {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using End = RawClient::End;

constexpr char kChat[] = "/v1/chat/completions";
constexpr char kToken[] = "\"delta\":{\"content\":\" ";
constexpr int kTokens = 6;

class SimFaultTest : public ::testing::Test {
 protected:
  // Asks for six tokens. Reads up to `marker` or, with none, to the connection's end.
  RawClient Ask(const std::string& fault, absl::string_view marker = "") {
    const auto options = ParseOptions({"--ttft=1", "--gap=1", "--fault", fault});
    EXPECT_TRUE(options.ok()) << options.status();
    server_ = *Server::Start(*options);
    RawClient client(server_->port());
    client.Send(Post(kChat, StreamBody(kTokens), "r"));
    if (marker.empty()) {
      client.ReadToEnd();
    } else {
      client.ReadUntil(marker);
    }
    return client;
  }

  std::string Journal() {
    server_->Stop();
    return server_->journal().ToJsonLines();
  }

  std::unique_ptr<Server> server_;
};

TEST_F(SimFaultTest, Refuse) {
  const RawClient client = Ask("refuse");
  EXPECT_NE(client.end(), End::kOpen);
  EXPECT_EQ(client.received(), "");
  EXPECT_EQ(Journal(), "");
}

TEST_F(SimFaultTest, ResetBeforeHeaders) {
  const RawClient client = Ask("reset-before-headers");
  EXPECT_EQ(client.end(), End::kReset);
  EXPECT_EQ(client.received(), "");
  EXPECT_THAT(Journal(), HasSubstr("\"ended\":\"fault\",\"fault\":\"reset-before-headers\""));
}

TEST_F(SimFaultTest, ResetMidStream) {
  const RawClient client = Ask("reset-mid-stream");
  EXPECT_EQ(client.end(), End::kReset);
  EXPECT_LE(Count(client.received(), kToken), 3);
  EXPECT_THAT(Journal(), HasSubstr("\"tokens\":3,\"ended\":\"fault\""));
}

TEST_F(SimFaultTest, CloseMidStream) {
  const RawClient client = Ask("close-mid-stream");
  EXPECT_EQ(client.end(), End::kClosed);
  EXPECT_EQ(Count(client.received(), kToken), 3);
  EXPECT_THAT(client.received(), EndsWith("]}\n\n\r\n"));
}

TEST_F(SimFaultTest, CutChunk) {
  const RawClient client = Ask("cut-chunk");
  EXPECT_EQ(client.end(), End::kClosed);
  EXPECT_EQ(Count(client.received(), "data: "), 5);  // role, three tokens, half an event
  EXPECT_THAT(client.received(), Not(EndsWith("\r\n")));
}

TEST_F(SimFaultTest, Truncate) {
  const RawClient client = Ask("truncate", "\r\n0\r\n\r\n");
  EXPECT_EQ(client.end(), End::kOpen);
  EXPECT_EQ(Count(client.received(), kToken), 3);
  EXPECT_THAT(client.received(), Not(HasSubstr("[DONE]")));
  EXPECT_THAT(client.received(), Not(HasSubstr("\"length\"")));
  EXPECT_THAT(client.received(), EndsWith("\r\n0\r\n\r\n"));
}

TEST_F(SimFaultTest, HttpErrors) {
  EXPECT_THAT(Ask("http-500", "}}").received(), StartsWith("HTTP/1.1 500 Internal Server Error\r\n"));
  EXPECT_THAT(Journal(), HasSubstr("\"status\":500"));
  EXPECT_THAT(Ask("http-429", "}}").received(), HasSubstr("Retry-After: 1\r\n"));
  EXPECT_THAT(Ask("http-503", "}}").received(), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(Ask("http-500-html", "</html>").received(), HasSubstr("Content-Type: text/html\r\n"));
  EXPECT_THAT(Ask("redirect", "\r\n\r\n").received(), HasSubstr("Location: /v1/chat/completions\r\n"));
}

TEST_F(SimFaultTest, ErrorEvent) {
  const RawClient client = Ask("error-event", "0\r\n\r\n");
  EXPECT_EQ(Count(client.received(), kToken), 3);
  EXPECT_THAT(client.received(), HasSubstr("data: {\"error\":{\"message\":"));
  EXPECT_THAT(client.received(), Not(HasSubstr("[DONE]")));
}

TEST_F(SimFaultTest, HangAfterHeaders) {
  const RawClient client = Ask("hang-after-headers", "\r\n\r\n");
  EXPECT_THAT(client.received(), EndsWith("\r\n\r\n"));
  EXPECT_THAT(Journal(), HasSubstr("\"kinds\":\"h\""));
}

TEST_F(SimFaultTest, HangMidStream) {
  RawClient client = Ask("hang-mid-stream", "\r\n\r\n");
  client.ReadUntil(kToken, 3);
  EXPECT_EQ(client.end(), End::kOpen);
  EXPECT_THAT(Journal(), HasSubstr("\"tokens\":3,\"ended\":\"server_stopped\",\"fault\":\"hang-mid-stream\""));
}

TEST_F(SimFaultTest, Drip) {
  RawClient client = Ask("drip", "\r\n\r\n");
  const size_t head_bytes = client.received().find("\r\n\r\n") + 4;
  while (client.received().size() == head_bytes) ASSERT_TRUE(client.ReadSome());
  // A byte a second: far from a whole event, however late this test reads.
  EXPECT_LT(client.received().size(), head_bytes + 20);
  EXPECT_THAT(Journal(), HasSubstr("\"kinds\":\"h."));
}

TEST_F(SimFaultTest, Fragment) {
  const RawClient client = Ask("fragment", "0\r\n\r\n");
  EXPECT_EQ(Count(client.received(), kToken), kTokens);
  EXPECT_THAT(Journal(), HasSubstr("\"tokens\":6,\"ended\":\"complete\",\"fault\":\"fragment\",\"kinds\":\"h....."));
}

TEST_F(SimFaultTest, GarbageLine) {
  const RawClient client = Ask("garbage-line", "0\r\n\r\n");
  EXPECT_EQ(Count(client.received(), kToken), kTokens);
  EXPECT_THAT(client.received(), HasSubstr("data: {\"choices\": [{\n\n"));
  EXPECT_THAT(client.received(), HasSubstr("[DONE]"));
}

TEST_F(SimFaultTest, NoDone) {
  const RawClient client = Ask("no-done", "0\r\n\r\n");
  EXPECT_EQ(Count(client.received(), kToken), kTokens);
  EXPECT_THAT(client.received(), HasSubstr("\"finish_reason\":\"length\""));
  EXPECT_THAT(client.received(), HasSubstr("\"completion_tokens\":6"));
  EXPECT_THAT(client.received(), Not(HasSubstr("[DONE]")));
}

// What the same faults mean where the answer is one body.
TEST(SimBodyFaultTest, CutsTheBody) {
  const std::map<std::string, End> ends = {{"reset-mid-stream", End::kReset}, {"truncate", End::kClosed}};
  for (const auto& [fault, end] : ends) {
    const auto server = *Server::Start(*ParseOptions({"--ttft=1", "--gap=0", "--fault", fault}));
    RawClient client(server->port());
    client.Send(Post("/v1/completions", R"({"prompt":"x","max_tokens":5})"));
    client.ReadToEnd();
    EXPECT_EQ(client.end(), end) << fault;
    EXPECT_THAT(client.received(), Not(HasSubstr("usage")));
  }
}

TEST(SimBodyFaultTest, BreaksOrReplacesTheJson) {
  const auto ask = [](const std::string& fault) {
    const auto server = *Server::Start(*ParseOptions({"--ttft=1", "--gap=0", "--fault", fault}));
    RawClient client(server->port());
    client.Send(Post("/v1/completions", R"({"prompt":"x","max_tokens":5})"));
    client.ReadUntil("}}");
    return client.received();
  };
  EXPECT_THAT(ask("error-event"), HasSubstr("\r\n\r\n{\"error\":{\"message\":\"the engine stopped\""));
  EXPECT_THAT(ask("garbage-line"), HasSubstr("\"{"));
}

}  // namespace
}  // namespace barrage::sim
