// What the worker's records say of answers, good and bad, as a real socket brings them.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/agent/load/worker_fixture.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

class WorkerAnswerTest : public WorkerFixture {
 protected:
  // The record of one request that the server answers with `script`.
  RequestRecord Answered(const Script& script, bool streaming = true) {
    ScriptedServer server([script](const ScriptedRequest&) { return script; });
    auto setup = SetupFor(server.origin());
    setup->set_streaming(streaming);
    setup->set_api_key("sesame");
    MakeWorker(setup);
    std::vector<RequestRecord> records = RunClosed(Requests(1));
    worker_.reset();
    return records.empty() ? RequestRecord() : records[0];
  }

  // The same with a tokenizer in the run: with its text.
  FinishedRecord AnsweredWithText(const Script& script, const std::string& endpoint = "chat") {
    ScriptedServer server([script](const ScriptedRequest&) { return script; });
    auto setup = SetupFor(server.origin());
    setup->set_endpoint(endpoint);
    setup->set_tokenizer_sha256("ab");
    MakeWorker(setup);
    worker_->Add(Requests(1), true);
    worker_->Start({.phase = 1, .t0_ns = Now(), .slots = 1});
    FinishedRecord finished = NextRecord();
    worker_.reset();
    return finished;
  }
  static ScriptStep Send(const std::string& bytes) { return ScriptStep::Send(bytes); }
};

TEST_F(WorkerAnswerTest, RecordsAStreamEventByEvent) {
  const RequestRecord record = Answered(GoodAnswer());
  EXPECT_EQ(record.outcome, Outcome::kOk);
  EXPECT_TRUE(record.streamed && record.saw_done && record.saw_finish_reason);
  EXPECT_EQ(record.http_status, 200);
  EXPECT_EQ(record.error, std::nullopt);
  ASSERT_TRUE(record.usage.has_value());
  EXPECT_EQ(record.usage->completion, 2);
  const std::vector<StreamEvent> events = record.events.Events();
  ASSERT_EQ(events.size(), 5u);
  EXPECT_EQ(events[0].kind, EventKind::kContent);
  EXPECT_EQ(events[1].kind, EventKind::kContent);
  EXPECT_EQ(events[2].kind, EventKind::kEmpty);
  EXPECT_EQ(events[3].kind, EventKind::kUsage);
  EXPECT_EQ(events[4].kind, EventKind::kDone);
  // One write brought the last three.
  EXPECT_TRUE(events[2].coalesced && events[3].coalesced && events[4].coalesced);
}

TEST_F(WorkerAnswerTest, TimesComeInTheirOrder) {
  const RequestRecord record = Answered(GoodAnswer());
  EXPECT_FALSE(record.connection_reused);
  EXPECT_LT(*record.dispatched_ns, *record.connect_done_ns);
  EXPECT_LE(*record.connect_done_ns - 1000, *record.request_sent_ns);
  EXPECT_LE(*record.request_sent_ns, *record.first_byte_ns);
  const std::vector<StreamEvent> events = record.events.Events();
  EXPECT_LE(*record.first_byte_ns / 1000, events[0].at_ns / 1000);
  EXPECT_LE(events.back().at_ns, *record.stream_end_ns);
  EXPECT_THAT(*record.peer, HasSubstr("127.0.0.1:"));
  EXPECT_GT(record.bytes_sent, 0u);
  EXPECT_EQ(record.bytes_received, TextEvent("a").size() + TextEvent("b").size() + std::string(kFinishEvent).size() +
                                       std::string(kUsageEvent).size() + std::string(kDoneEvent).size());
}

TEST_F(WorkerAnswerTest, EventsCarryTheKernelsStamps) {
  const RequestRecord record = Answered(GoodAnswer());
  for (const StreamEvent& event : record.events.Events()) EXPECT_TRUE(event.kernel_stamped);
}

TEST_F(WorkerAnswerTest, OneByteAtATimeGivesTheSameEvents) {
  const std::string stream = AnswerHead(kStreamHead) + Chunk(TextEvent("a")) + Chunk(TextEvent("\xE2\x82\xAC")) +
                             Chunk(kFinishEvent) + Chunk(kUsageEvent) + Chunk(kDoneEvent) + kLastChunk;
  Script script;
  for (const char byte : stream) script.push_back(Send(std::string(1, byte)));
  const RequestRecord record = Answered(script);
  EXPECT_EQ(record.outcome, Outcome::kOk);
  EXPECT_EQ(record.events.size(), 5u);
}

TEST_F(WorkerAnswerTest, ResetInMidStreamIsAStreamError) {
  const RequestRecord record = Answered({Send(AnswerHead(kStreamHead)), Send(Chunk(TextEvent("a"))),
                                         ScriptStep::Pause(std::chrono::milliseconds(50)), ScriptStep::Reset()});
  EXPECT_EQ(record.outcome, Outcome::kStreamError);
  EXPECT_EQ(record.events.size(), 1u);
  EXPECT_THAT(record.error.value_or(""), HasSubstr("Connection reset by peer"));
}

TEST_F(WorkerAnswerTest, CloseBetweenChunksIsTruncated) {
  EXPECT_EQ(Answered({Send(AnswerHead(kStreamHead)), Send(Chunk(TextEvent("a"))), ScriptStep::Close()}).outcome,
            Outcome::kTruncated);
  EXPECT_EQ(Answered({Send(AnswerHead(kStreamHead)), ScriptStep::Close()}).outcome, Outcome::kTruncated);
}

TEST_F(WorkerAnswerTest, CloseWithinAChunkIsAStreamError) {
  const std::string chunk = Chunk(TextEvent("b"));
  // Within the size line, within the data, and before the chunk's own line end.
  for (const size_t bytes : {size_t{1}, size_t{3}, size_t{20}, chunk.size() - 2, chunk.size() - 1}) {
    const RequestRecord record = Answered({Send(AnswerHead(kStreamHead)), Send(Chunk(TextEvent("a"))),
                                           Send(chunk.substr(0, bytes)), ScriptStep::Close()});
    EXPECT_EQ(record.outcome, Outcome::kStreamError) << bytes << " bytes of the chunk";
  }
}

TEST_F(WorkerAnswerTest, CloseWithinHeadersIsAStreamError) {
  for (const char* const head : {"HTTP/1.1 2", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/ev"}) {
    EXPECT_EQ(Answered({Send(head), ScriptStep::Close()}).outcome, Outcome::kStreamError) << head;
  }
}

TEST_F(WorkerAnswerTest, ShortOfContentLengthIsAStreamError) {
  EXPECT_EQ(Answered({Send(AnswerHead("Content-Type: text/event-stream\r\nContent-Length: 1000\r\n")),
                      Send(TextEvent("a")), ScriptStep::Close()})
                .outcome,
            Outcome::kStreamError);
}

TEST_F(WorkerAnswerTest, Http10EndsByClosing) {
  const std::string head = "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
  EXPECT_EQ(Answered({Send(head + ": keepalive 1/1\n\n" + TextEvent("a") + kFinishEvent), ScriptStep::Close()}).outcome,
            Outcome::kOk);
  EXPECT_EQ(Answered({Send(head + TextEvent("a")), ScriptStep::Close()}).outcome, Outcome::kTruncated);
}

TEST_F(WorkerAnswerTest, AfterDoneTheConnectionMayEndAnyhow) {
  EXPECT_EQ(Answered({Send(AnswerHead(kStreamHead)), Send(Chunk(TextEvent("a")) + Chunk(kDoneEvent)),
                      ScriptStep::Pause(std::chrono::milliseconds(50)), ScriptStep::Reset()})
                .outcome,
            Outcome::kOk);
}

TEST_F(WorkerAnswerTest, ClosedBeforeAnyByteIsAConnectError) {
  EXPECT_EQ(Answered({ScriptStep::Close()}).outcome, Outcome::kConnectError);
  EXPECT_EQ(Answered({ScriptStep::Reset()}).outcome, Outcome::kConnectError);
}

TEST_F(WorkerAnswerTest, RefusalKeepsItsFirstBodyWithoutTheKey) {
  const RequestRecord record = Answered({Send(
      "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 24\r\n\r\nkey sesame is over\nquota")});
  EXPECT_EQ(record.outcome, Outcome::kHttpError);
  EXPECT_EQ(record.http_status, 429);
  EXPECT_EQ(record.retry_after_s, 7);
  EXPECT_EQ(record.error, "key [redacted] is over quota");
}

TEST_F(WorkerAnswerTest, ErrorEventIsAStreamError) {
  const RequestRecord record = Answered(
      {Send(AnswerHead(kStreamHead)),
       Send(Chunk(TextEvent("a")) + Chunk("data: {\"error\":{\"message\":\"out of memory\"}}\n\n") + kLastChunk)});
  EXPECT_EQ(record.outcome, Outcome::kStreamError);
  EXPECT_EQ(record.error, "out of memory");
}

TEST_F(WorkerAnswerTest, GarbageIsAProtocolError) {
  EXPECT_EQ(Answered({Send(AnswerHead(kStreamHead)), Send(Chunk("data: {not json\n\n") + kLastChunk)}).outcome,
            Outcome::kProtocolError);
  EXPECT_EQ(Answered({Send("SSH-2.0-OpenSSH_9.2\r\n\r\n"), ScriptStep::Close()}).outcome, Outcome::kProtocolError);
}

TEST_F(WorkerAnswerTest, AnswerWithoutATokenIsEmpty) {
  EXPECT_EQ(
      Answered({Send(AnswerHead(kStreamHead)), Send(Chunk(kFinishEvent) + Chunk(kDoneEvent) + kLastChunk)}).outcome,
      Outcome::kEmpty);
}

TEST_F(WorkerAnswerTest, PlainJsonIsTheAnswerToAStreamedRequest) {
  const std::string body =
      "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
      "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}";
  for (const bool streaming : {true, false}) {
    const RequestRecord record = Answered(
        {Send(AnswerHead("Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") +
              body)},
        streaming);
    EXPECT_EQ(record.outcome, Outcome::kOk);
    EXPECT_FALSE(record.streamed);
    EXPECT_TRUE(record.body_has_text);
    EXPECT_EQ(record.usage->completion, 1);
  }
}

TEST_F(WorkerAnswerTest, PlainJsonErrorIsAStreamError) {
  const std::string body = "{\"error\":{\"message\":\"no such model\"}}";
  const RequestRecord record = Answered({Send(
      AnswerHead("Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") + body)});
  EXPECT_EQ(record.outcome, Outcome::kStreamError);
  EXPECT_EQ(record.error, "no such model");
}

std::string Delta(const std::string& members) {
  return "data: {\"choices\":[{\"index\":0,\"delta\":{" + members + "}}]}\n\n";
}

Script Streamed(const std::string& events) {
  return {ScriptStep::Send(AnswerHead("Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n")),
          ScriptStep::Send(Chunk(events) + Chunk(kFinishEvent) + Chunk(kDoneEvent) + kLastChunk)};
}

TEST_F(WorkerAnswerTest, WithATokenizerTheTextIsKeptWhole) {
  const FinishedRecord finished =
      AnsweredWithText(Streamed(Delta(R"("reasoning_content":"so ")") + Delta(R"("reasoning":"be it")") +
                                Delta(R"("content":"caf")") + Delta(R"("content":"é")")));
  EXPECT_TRUE(finished.text_is_whole);
  EXPECT_EQ(finished.answer_text, "café");
  EXPECT_EQ(finished.reasoning_text, "so be it");
}

TEST_F(WorkerAnswerTest, TextOfAnAnswerThatIsNotAllTextIsNotWhole) {
  EXPECT_FALSE(
      AnsweredWithText(Streamed(Delta(R"("content":"a")") + Delta(R"("tool_calls":[{"function":{"arguments":"{}"}}])")))
          .text_is_whole);
  EXPECT_FALSE(AnsweredWithText({Send("HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno")}).text_is_whole);
  EXPECT_FALSE(AnsweredWithText({ScriptStep::Close()}).text_is_whole);
}

TEST_F(WorkerAnswerTest, TextAboveTheCapIsNotKept) {
  const std::string much(600'000, 'x');
  const FinishedRecord finished = AnsweredWithText(Streamed(
      Delta("\"content\":\"" + much + "\"") + Delta("\"reasoning\":\"" + much + "\"") + Delta(R"("content":"a")")));
  EXPECT_EQ(finished.record.outcome, Outcome::kOk);
  EXPECT_FALSE(finished.text_is_whole);
  EXPECT_EQ(finished.answer_text + finished.reasoning_text, "");
}

}  // namespace
}  // namespace barrage
