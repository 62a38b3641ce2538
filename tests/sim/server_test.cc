// The whole simulator over real sockets. What a client received is compared with what the journal says.
#include "tests/sim/server.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "tests/sim/fnv.h"
#include "tests/sim/monotonic.h"
#include "tests/sim/raw_client.h"

namespace barrage::sim {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kChat[] = "/v1/chat/completions";

std::unique_ptr<Server> StartSim(std::vector<std::string> flags = {}) {
  std::vector<std::string> all = {"--ttft=5", "--gap=1"};
  all.insert(all.end(), flags.begin(), flags.end());
  const auto options = ParseOptions(all);
  EXPECT_TRUE(options.ok()) << options.status();
  auto server = Server::Start(*options);
  EXPECT_TRUE(server.ok()) << server.status();
  return *std::move(server);
}

// The journal's lines once it has at least `lines`. Each look is a request of its own.
std::vector<rapidjson::Document> JournalOf(const Server& server, size_t lines) {
  std::vector<rapidjson::Document> entries;
  for (int looks = 0; looks < 2000 && entries.size() < lines; ++looks) {
    RawClient client(server.port());
    client.Send(Get("/admin/journal"));
    client.ReadUntil("\r\n\r\n");
    entries.clear();
    for (absl::string_view line : absl::StrSplit(server.journal().ToJsonLines(), '\n', absl::SkipEmpty())) {
      entries.emplace_back().Parse(line.data(), line.size());
    }
  }
  EXPECT_GE(entries.size(), lines);
  return entries;
}

TEST(SimServerTest, TheJournalIsWhatTheClientReceived) {
  const auto server = StartSim({"--journal-bodies"});
  RawClient client(server->port());
  const std::string body = StreamBody(20);
  const int64_t begun_ns = MonotonicNs();
  client.Send(Post(kChat, body, "run-1"));
  client.ReadUntil("0\r\n\r\n");
  const int64_t ended_ns = MonotonicNs();

  const auto entries = JournalOf(*server, 1);
  const rapidjson::Document& entry = entries.at(0);
  EXPECT_STREQ(entry["request_id"].GetString(), "run-1");
  EXPECT_STREQ(entry["body"].GetString(), body.c_str());
  EXPECT_EQ(entry["body_hash"].GetString(), absl::StrCat(absl::Hex(Fnv1a64(body), absl::kZeroPad16)));
  EXPECT_STREQ(entry["ended"].GetString(), "complete");
  EXPECT_EQ(entry["tokens"].GetInt(), 20);
  EXPECT_EQ(entry["kinds"].GetString(), absl::StrCat("r", std::string(20, 't'), "ud"));
  // Of the 23 events one is the role, one the usage, one [DONE].
  EXPECT_EQ(Count(client.received(), "data: "), 23);
  EXPECT_EQ(Count(client.received(), "\"delta\":{\"content\":\" "), 20);
  EXPECT_THAT(client.received(), HasSubstr("\"completion_tokens\":20"));

  EXPECT_GE(entry["arrival_ns"].GetInt64(), begun_ns);
  EXPECT_GE(entry["read_ns"].GetInt64(), entry["arrival_ns"].GetInt64());
  const auto& before = entry["before_ns"];
  for (int i = 1; i <= 20; ++i) {  // never before the schedule, whatever the machine is busy with
    EXPECT_GE(before[i].GetInt64() - entry["arrival_ns"].GetInt64(), 5'000'000 + (i - 1) * 1'000'000);
  }
  EXPECT_LE(before[22].GetInt64() + entry["took_ns"][22].GetInt64(), ended_ns + 10'000'000'000);
  EXPECT_LE(before[22].GetInt64(), ended_ns);
}

TEST(SimServerTest, AnswersPipelinedRequestsInOrder) {
  const auto server = StartSim();
  RawClient client(server->port());
  std::string bytes;
  for (int i = 0; i < 3; ++i) {
    absl::StrAppend(&bytes, Post(kChat, StreamBody(2), absl::StrCat("r", i)), Get("/health"));
  }
  client.Send(bytes);
  client.ReadUntil("{\"status\":\"ok\"}", 3);
  EXPECT_EQ(Count(client.received(), "data: [DONE]"), 3);
  const auto entries = JournalOf(*server, 6);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(entries[2 * i]["request_id"].GetString(), absl::StrCat("r", i));
    EXPECT_STREQ(entries[2 * i + 1]["path"].GetString(), "/health");
    EXPECT_EQ(entries[2 * i]["request_on_connection"].GetInt(), 2 * i + 1);
  }
}

TEST(SimServerTest, TakesManyPipelinedRequestsAtOnce) {
  const auto server = StartSim();
  RawClient client(server->port());
  std::string bytes;
  for (int i = 0; i < 2000; ++i) bytes += Get("/health");
  client.Send(bytes);
  client.ReadUntil("{\"status\":\"ok\"}", 2000);
  EXPECT_EQ(client.end(), RawClient::End::kOpen);
}

TEST(SimServerTest, AnswersWithoutStreaming) {
  const auto server = StartSim();
  RawClient client(server->port());
  client.Send(Post("/v1/completions", R"({"prompt":"12345678","max_tokens":3})"));
  client.ReadUntil("}}");
  EXPECT_THAT(client.received(), HasSubstr(R"("usage":{"prompt_tokens":2,"total_tokens":5,"completion_tokens":3})"));
  EXPECT_THAT(client.received(), HasSubstr("\"finish_reason\":\"length\""));
}

// One reply, on a connection of its own, up to `marker`.
std::string Ask(const Server& server, const std::string& bytes, absl::string_view marker = "\r\n\r\n") {
  RawClient client(server.port());
  client.Send(bytes);
  client.ReadUntil(marker);
  return client.received();
}

TEST(SimServerTest, AnswersErrorsAsServersDo) {
  const auto server = StartSim({"--model=a", "--model=b", "--max-body-mb=1", "--refuse-stream-options"});
  EXPECT_THAT(Ask(*server, Get("/nope")), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(Ask(*server, Get(kChat)), StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(Ask(*server, Get(kChat)), HasSubstr("Allow: POST"));
  EXPECT_THAT(Ask(*server, Post("/health", "")), StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(Ask(*server, Post(kChat, "{bad"), "}}"), HasSubstr("the body is not JSON: byte 1"));
  EXPECT_THAT(Ask(*server, Post("/v1/completions", R"({"model":"c","prompt":"x"})")), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(Ask(*server, Post(kChat, StreamBody(1)), "}}"), HasSubstr("stream_options is not supported"));
  EXPECT_THAT(Ask(*server, "POST / HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n"), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Ask(*server, "nonsense\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(Ask(*server, Get("/v1/models"), "]}"), HasSubstr("\"id\":\"b\""));
  EXPECT_THAT(Ask(*server, Get("/v1/health/ready")), StartsWith("HTTP/1.1 200"));
}

TEST(SimServerTest, WantsItsApiKeyOnApiPathsOnly) {
  const auto server = StartSim({"--api-key=secret"});
  EXPECT_THAT(Ask(*server, Get("/v1/models")), StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(Ask(*server, Get("/health")), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Ask(*server, "GET /v1/models HTTP/1.1\r\nAuthorization: Bearer secret\r\n\r\n"),
              StartsWith("HTTP/1.1 200"));
}

TEST(SimServerTest, SendsContinueBeforeTheBodyComes) {
  const auto server = StartSim();
  RawClient client(server->port());
  client.Send("POST /v1/completions HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 14\r\n\r\n");
  client.ReadUntil("\r\n\r\n");
  EXPECT_EQ(client.received(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("{\"prompt\":\"x\"}");
  client.ReadUntil("\"usage\"");
  EXPECT_THAT(client.received(), HasSubstr("HTTP/1.1 200 OK"));
}

TEST(SimServerTest, RequestsWaitInLineForASlot) {
  const auto server = StartSim({"--slots=1", "--ttft=20"});
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<RawClient>(server->port()));
    clients.back()->Send(Post(kChat, StreamBody(2), absl::StrCat("r", i)));
    // The head of the first says that it has the slot; the others get none yet, but one after another they are read.
    if (i == 0) clients.back()->ReadUntil("assistant");
  }
  for (const auto& client : clients) client->ReadUntil("0\r\n\r\n");
  const auto entries = JournalOf(*server, 3);
  EXPECT_EQ(entries[0]["queue_ns"].GetInt64(), 0);
  for (int i = 1; i < 3; ++i) {
    EXPECT_GT(entries[i]["queue_ns"].GetInt64(), 0);
    const int64_t admitted_ns = entries[i]["arrival_ns"].GetInt64() + entries[i]["queue_ns"].GetInt64();
    EXPECT_GE(entries[i]["before_ns"][1].GetInt64(), admitted_ns + 20'000'000) << "TTFT counts from admission";
    const auto& earlier = entries[i - 1]["before_ns"];
    EXPECT_GE(admitted_ns, earlier[earlier.Size() - 1].GetInt64());
  }
}

// Equal requests, and still each has times of its own.
TEST(SimServerTest, DrawsByConnection) {
  const auto server = StartSim({"--latency-key=connection", "--ttft-distribution=exponential", "--ttft=1"});
  for (int i = 0; i < 2; ++i) {
    RawClient client(server->port());
    for (int answers = 1; answers <= 2; ++answers) {
      client.Send(Post(kChat, StreamBody(1), "same"));
      client.ReadUntil("0\r\n\r\n", answers);
    }
  }
  std::set<int64_t> planned;
  for (const auto& entry : JournalOf(*server, 4)) planned.insert(entry["planned_ttft_ns"].GetInt64());
  EXPECT_EQ(planned.size(), 4u);
}

TEST(SimServerTest, NoticesThatAClientIsGoneAndFreesItsSlot) {
  const auto server = StartSim({"--slots=1", "--gap=50"});
  RawClient leaver(server->port());
  leaver.Send(Post(kChat, StreamBody(1000), "leaver"));
  leaver.ReadUntil("\"delta\":{\"content\":\" ");
  leaver.Reset();
  RawClient next(server->port());
  next.Send(Post(kChat, StreamBody(1), "next"));
  next.ReadUntil("0\r\n\r\n");
  const auto entries = JournalOf(*server, 2);
  EXPECT_STREQ(entries[0]["ended"].GetString(), "client_closed");
  EXPECT_LT(entries[0]["tokens"].GetInt(), 1000);
  EXPECT_STREQ(entries[1]["ended"].GetString(), "complete");
}

TEST(SimServerTest, ClosesAfterSoManyRequestsAndWhenIdle) {
  const auto counted = StartSim({"--close-after=2"});
  RawClient client(counted->port());
  client.Send(Get("/health") + Get("/health") + Get("/health"));
  client.ReadToEnd();
  EXPECT_EQ(client.end(), RawClient::End::kClosed);
  EXPECT_EQ(Count(client.received(), "{\"status\":\"ok\"}"), 2);
  EXPECT_EQ(Count(client.received(), "Connection: close"), 1);

  const auto impatient = StartSim({"--idle-close=0.02"});
  RawClient idle(impatient->port());
  idle.Send(Get("/health"));
  idle.ReadToEnd();
  EXPECT_EQ(idle.end(), RawClient::End::kClosed);
  EXPECT_THAT(idle.received(), Not(HasSubstr("Connection: close")));
}

TEST(SimServerTest, SpeaksHttp10) {
  const auto server = StartSim({"--http10"});
  RawClient client(server->port());
  client.Send(Post(kChat, StreamBody(2)));
  client.ReadToEnd();
  EXPECT_EQ(client.end(), RawClient::End::kClosed);
  EXPECT_THAT(client.received(), StartsWith("HTTP/1.0 200 OK"));
  EXPECT_THAT(client.received(), Not(HasSubstr("chunked")));
  EXPECT_THAT(client.received(), HasSubstr("\n\ndata: [DONE]\n\n"));
}

TEST(SimServerTest, CountsInMetricsAndForgetsOnReset) {
  const auto server = StartSim();
  Ask(*server, Post(kChat, StreamBody(7)), "0\r\n\r\n");
  JournalOf(*server, 1);
  std::string metrics = Ask(*server, Get("/metrics"), "barrage_sim_too_late{");
  EXPECT_THAT(metrics, HasSubstr("vllm:generation_tokens_total{model_name=\"sim\"} 7\n"));
  EXPECT_THAT(metrics, HasSubstr("vllm:num_requests_running{model_name=\"sim\"} 0\n"));
  EXPECT_THAT(metrics, HasSubstr("finished_reason=\"length\",model_name=\"sim\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("barrage_sim_token_writes_total{model_name=\"sim\"} 7\n"));
  Ask(*server, Post("/admin/reset", ""));
  metrics = Ask(*server, Get("/metrics"), "barrage_sim_too_late{");
  EXPECT_THAT(metrics, HasSubstr("vllm:generation_tokens_total{model_name=\"sim\"} 0\n"));
  EXPECT_EQ(server->journal().ToJsonLines(), "");
}

TEST(SimServerTest, SeveralThreadsShareThePort) {
  const auto server = StartSim({"--threads=3"});
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 30; ++i) {
    clients.push_back(std::make_unique<RawClient>(server->port()));
    clients.back()->Send(Post(kChat, StreamBody(5)));
  }
  for (const auto& client : clients) {
    client->ReadUntil("0\r\n\r\n");
    EXPECT_THAT(client->received(), HasSubstr("data: [DONE]"));
  }
  EXPECT_EQ(JournalOf(*server, 30).size(), 30u);
}

TEST(SimServerTest, WhatStillRunsAtTheEndIsInTheJournal) {
  const auto server = StartSim({"--gap=60000"});
  RawClient client(server->port());
  client.Send(Post(kChat, StreamBody(10)));
  client.ReadUntil("\"delta\":{\"content\":\" ");
  server->Stop();
  EXPECT_THAT(server->journal().ToJsonLines(), HasSubstr("\"ended\":\"server_stopped\""));
  EXPECT_THAT(server->journal().ToJsonLines(), HasSubstr("\"tokens\":1,"));
}

// The client reads nothing until the sockets are full; then all must come, each write journalled once it has left.
TEST(SimServerTest, KeepsWhatASlowClientDoesNotTake) {
  const auto server = StartSim({"--ttft=0", "--gap=0", "--tokens-per-event=500"});
  RawClient client(server->port());
  client.Send(Post(kChat, StreamBody(1'000'000)));
  while (Ask(*server, Get("/metrics"), "barrage_sim_too_late{")
             .find("vllm:generation_tokens_total{model_name=\"sim\"} 1000000\n") == std::string::npos) {
  }
  client.ReadUntil("0\r\n\r\n");
  EXPECT_EQ(Count(client.received(), "data: "), 2003);
  const auto entries = JournalOf(*server, 1);
  EXPECT_EQ(entries[0]["tokens"].GetInt(), 1'000'000);
  EXPECT_STREQ(entries[0]["ended"].GetString(), "complete");
}

}  // namespace
}  // namespace barrage::sim
