// Streams as real servers sent them, cut at every byte: the record is always the same.
#include <string>
#include <vector>

#include "agent/load/answer_tracker.h"
#include "gtest/gtest.h"
#include "tests/common/openai/fixture.h"

namespace barrage {
namespace {

// As Text Generation Inference's documentation has a stream of generate_stream.
constexpr char kGenerateStream[] =
    "data:{\"index\":1,\"token\":{\"id\":1,\"text\":\" Z\xc3\xbcrich\",\"logprob\":-0.1,\"special\":false},"
    "\"generated_text\":null,\"details\":null}\n\n"
    "data:{\"index\":2,\"token\":{\"id\":2,\"text\":\"!\",\"logprob\":-0.1,\"special\":false},\"generated_text\":"
    "\" Z\xc3\xbcrich!\",\"details\":{\"finish_reason\":\"length\",\"generated_tokens\":2,\"input_length\":5}}\n\n";

struct Told {
  std::vector<EventKind> kinds;
  std::string text;
  std::optional<TokenUsage> usage;
  bool finished = false, error = false, unreadable = false, mid_event = false;
  bool operator==(const Told&) const = default;
};

Told Take(const char* endpoint, const std::vector<absl::string_view>& pieces) {
  FinishedRecord finished;
  finished.record.dispatched_ns = 1'000'000;
  LoadCounters counters;
  AnswerTracker tracker(FindEndpoint(endpoint)->endpoint(), true, counters);
  tracker.Begin(finished, true);
  tracker.TakeHead(200, "text/event-stream; charset=utf-8");
  ReadStamp read;
  read.at_ns = 2'000'000;
  for (const absl::string_view piece : pieces) {
    ++read.id;
    read.at_ns += 1'000'000;
    if (!tracker.Take(piece, read, 0)) break;
  }
  tracker.End("{}");
  Told told;
  for (const StreamEvent& event : finished.record.events.Events()) told.kinds.push_back(event.kind);
  told.text = finished.answer_text;
  told.usage = finished.record.usage;
  told.finished = tracker.finished();
  told.error = tracker.error_said();
  told.unreadable = tracker.unreadable();
  told.mid_event = tracker.mid_event();
  return told;
}

void ExpectTheSameForAnyCut(const char* endpoint, const std::string& stream, const std::string& text,
                            const TokenUsage& usage) {
  const Told whole = Take(endpoint, {stream});
  EXPECT_EQ(whole.text, text);
  EXPECT_EQ(whole.usage, usage);
  EXPECT_TRUE(whole.finished && !whole.error && !whole.unreadable && !whole.mid_event);
  const absl::string_view bytes = stream;
  std::vector<absl::string_view> each;
  for (size_t at = 0; at < bytes.size(); ++at) {
    EXPECT_EQ(Take(endpoint, {bytes.substr(0, at), bytes.substr(at)}), whole) << endpoint << " cut at " << at;
    each.push_back(bytes.substr(at, 1));
  }
  EXPECT_EQ(Take(endpoint, each), whole);
}

// How many of the stream's first bytes make it finished: all, but for what follows the closing event.
size_t FinishedAfter(const char* endpoint, const std::string& stream) {
  for (size_t at = 0; at <= stream.size(); ++at) {
    const Told told = Take(endpoint, {absl::string_view(stream).substr(0, at)});
    EXPECT_FALSE(told.error || told.unreadable) << at;
    if (told.finished) return at;
  }
  return std::string::npos;
}

TEST(AnswerCut, ResponsesOfLlamaCpp) {
  const std::string stream = ReadFixture("llama.cpp/responses-stream").body;
  ExpectTheSameForAnyCut("responses", stream, " satisfy  thereof a, one",
                         {.prompt = 24, .completion = 6, .total = 30, .cached = 5});
  EXPECT_EQ(FinishedAfter("responses", stream), stream.size());
}

TEST(AnswerCut, ResponsesOfVllm) {
  const std::string stream = ReadFixture("vllm/responses-stream").body;
  ExpectTheSameForAnyCut("responses", stream, " satisfy  thereof a, one",
                         {.prompt = 25, .completion = 6, .total = 31, .reasoning = 0, .cached = 0});
  EXPECT_EQ(FinishedAfter("responses", stream), stream.size());
}

TEST(AnswerCut, GenerateStream) {
  ExpectTheSameForAnyCut("huggingface_generate", kGenerateStream, " Z\xc3\xbcrich!", {.prompt = 5, .completion = 2});
  EXPECT_EQ(FinishedAfter("huggingface_generate", kGenerateStream), std::string(kGenerateStream).size());
}

TEST(AnswerCut, ChatThroughATemplate) {
  const std::string stream = ReadFixture("llama.cpp/chat-stream-utf8").body;
  const Told chat = Take("chat", {stream});
  ExpectTheSameForAnyCut("template", stream, chat.text, *chat.usage);
}

}  // namespace
}  // namespace barrage
