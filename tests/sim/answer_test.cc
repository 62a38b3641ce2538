#include "tests/sim/answer.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/sim/monotonic.h"

namespace barrage::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kMs = 1'000'000;

AnswerSpec Spec(FaultKind fault = FaultKind::kNone) {
  AnswerSpec spec;
  spec.request.stream = true;
  spec.request.include_usage = true;
  spec.output.tokens = 4;
  spec.latency.ttft.mean_ns = 50 * kMs;
  spec.latency.gap.mean_ns = 10 * kMs;
  spec.fault = fault;
  return spec;
}

struct Sent {
  std::string kinds;
  std::vector<int64_t> due_ms;
  std::string bytes;
  int64_t tokens = 0;
  After after = After::kMore;
};

Sent SendAll(const AnswerSpec& spec) {
  Sent sent;
  Answer answer(spec, 1000 * kMs);
  Piece piece;
  while (sent.after == After::kMore && answer.next_due_ns() != kNeverNs) {
    sent.due_ms.push_back(answer.next_due_ns() / kMs);
    answer.Next(&piece);
    sent.kinds.push_back(static_cast<char>(piece.kind));
    sent.bytes += piece.bytes;
    sent.tokens += piece.tokens;
    sent.after = piece.after;
  }
  return sent;
}

TEST(AnswerTest, FollowsTheScheduleToTheNanosecond) {
  const Sent sent = SendAll(Spec());
  EXPECT_EQ(sent.kinds, "rttttud");
  EXPECT_THAT(sent.due_ms, ElementsAre(1000, 1050, 1060, 1070, 1080, 1080, 1080));
  EXPECT_EQ(sent.tokens, 4);
  EXPECT_EQ(sent.after, After::kComplete);
  EXPECT_THAT(sent.bytes, HasSubstr("\"finish_reason\":\"length\""));
  EXPECT_THAT(sent.bytes, HasSubstr("\"completion_tokens\":4"));
  EXPECT_THAT(sent.bytes, HasSubstr("data: [DONE]\n\n\r\n0\r\n\r\n"));
}

TEST(AnswerTest, TheTailMayComeLater) {
  AnswerSpec spec = Spec();
  spec.tail_gap_ns = 2 * kMs;
  EXPECT_THAT(SendAll(spec).due_ms, ElementsAre(1000, 1050, 1060, 1070, 1080, 1082, 1084));
}

TEST(AnswerTest, SeveralTokensShareAnEvent) {
  AnswerSpec spec = Spec();
  spec.tokens_per_event = 3;
  const Sent sent = SendAll(spec);
  EXPECT_EQ(sent.kinds, "rttud");
  EXPECT_EQ(sent.tokens, 4);
  EXPECT_THAT(sent.due_ms, ElementsAre(1000, 1050, 1060, 1060, 1060));
}

TEST(AnswerTest, TheRoleComesWhereItIsAskedFor) {
  AnswerSpec spec = Spec();
  spec.role_chunk = RoleChunk::kWithToken;
  EXPECT_EQ(SendAll(spec).kinds, "httttud");
  EXPECT_THAT(SendAll(spec).bytes, HasSubstr("\"role\":\"assistant\",\"content\":\" "));
  spec.role_chunk = RoleChunk::kNone;
  EXPECT_THAT(SendAll(spec).bytes, Not(HasSubstr("role")));
}

TEST(AnswerTest, CompletionsHaveNoRole) {
  AnswerSpec spec = Spec();
  spec.request.api = Api::kCompletions;
  spec.request.include_usage = false;
  EXPECT_EQ(SendAll(spec).kinds, "httttd");
  EXPECT_THAT(SendAll(spec).bytes, Not(HasSubstr("role")));
}

TEST(AnswerTest, ResponsesHaveTheirOwnEventsAndNoDone) {
  AnswerSpec spec = Spec();
  spec.request.api = Api::kResponses;
  Sent sent = SendAll(spec);
  EXPECT_EQ(sent.kinds, "rttttd");
  EXPECT_THAT(sent.bytes,
              HasSubstr("event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\""));
  EXPECT_THAT(sent.bytes, HasSubstr("event: response.incomplete\n"));  // the limit ended it
  EXPECT_THAT(sent.bytes, HasSubstr("\"output_tokens\":4,"));
  EXPECT_THAT(sent.bytes, Not(HasSubstr("[DONE]")));
  spec.output.stopped_by_itself = true;
  EXPECT_THAT(SendAll(spec).bytes, HasSubstr("event: response.completed\n"));
  spec.request.stream = false;
  EXPECT_THAT(SendAll(spec).bytes, HasSubstr("\"status\":\"completed\""));
}

TEST(AnswerTest, GenerateEndsWithTheWholeText) {
  AnswerSpec spec = Spec();
  spec.request.api = Api::kGenerate;
  const Sent sent = SendAll(spec);
  EXPECT_EQ(sent.kinds, "httttd");
  EXPECT_THAT(sent.bytes, HasSubstr("\"generated_tokens\":4,"));
  EXPECT_THAT(sent.bytes, Not(HasSubstr("[DONE]")));
  spec.request.include_usage = false;
  EXPECT_THAT(SendAll(spec).bytes, Not(HasSubstr("generated_tokens")));
}

TEST(AnswerTest, ResultsHaveOneForEachInput) {
  AnswerSpec spec = Spec();
  spec.request.stream = false;
  spec.request.inputs = 2;
  spec.output.tokens = 1;
  for (const auto& [api, text] : {std::pair(Api::kEmbeddings, "\"object\":\"embedding\",\"index\":1,\"embedding\":["),
                                  std::pair(Api::kNimRankings, "{\"rankings\":[{\"index\":0,"),
                                  std::pair(Api::kCohereRankings, "\"results\":[{\"index\":0,"),
                                  std::pair(Api::kTeiRankings, "[{\"index\":0,\"score\":0.5},{\"index\":1,")}) {
    spec.request.api = api;
    const Sent sent = SendAll(spec);
    EXPECT_EQ(sent.kinds, "b");
    EXPECT_EQ(sent.tokens, 0);
    EXPECT_THAT(sent.bytes, HasSubstr(text));
  }
}

TEST(AnswerTest, WithoutStreamingTheBodyIsDueWithTheLastToken) {
  AnswerSpec spec = Spec();
  spec.request.stream = false;
  const Sent sent = SendAll(spec);
  EXPECT_EQ(sent.kinds, "b");
  EXPECT_THAT(sent.due_ms, ElementsAre(1080));
  EXPECT_EQ(sent.tokens, 4);
}

TEST(AnswerTest, Http10HasNoChunksAndCloses) {
  AnswerSpec spec = Spec();
  spec.framing = {true, false};
  const Sent sent = SendAll(spec);
  EXPECT_EQ(sent.after, After::kClose);
  EXPECT_THAT(sent.bytes, HasSubstr("HTTP/1.0 200 OK"));
  EXPECT_THAT(sent.bytes, Not(HasSubstr("chunked")));
  EXPECT_THAT(sent.bytes, HasSubstr("\n\ndata: [DONE]\n\n"));
}

TEST(AnswerTest, MidStreamFaultsStrikeAfterHalfOfTheTokens) {
  struct Case {
    FaultKind fault;
    const char* kinds;
    After after;
  };
  for (const Case& expected :
       {Case{FaultKind::kResetMidStream, "rttf", After::kReset},
        Case{FaultKind::kCloseMidStream, "rttf", After::kClose}, Case{FaultKind::kCutChunk, "rttf", After::kClose},
        Case{FaultKind::kTruncate, "rttf", After::kComplete}, Case{FaultKind::kErrorEvent, "rttf", After::kComplete},
        Case{FaultKind::kHangMidStream, "rttf", After::kMore}, Case{FaultKind::kHangAfterHeaders, "h", After::kMore},
        Case{FaultKind::kGarbageLine, "rttfttud", After::kComplete},
        Case{FaultKind::kNoDone, "rttttud", After::kComplete}}) {
    const Sent sent = SendAll(Spec(expected.fault));
    EXPECT_EQ(sent.kinds, expected.kinds) << Name(expected.fault);
    EXPECT_EQ(sent.after, expected.after) << Name(expected.fault);
    EXPECT_EQ(sent.bytes.find("[DONE]") != std::string::npos, expected.fault == FaultKind::kGarbageLine);
  }
}

TEST(AnswerTest, FragmentsAreTheSameBytesOneByOne) {
  AnswerSpec spec = Spec(FaultKind::kFragment);
  spec.role_chunk = RoleChunk::kNone;
  AnswerSpec whole = spec;
  whole.fault = FaultKind::kNone;
  const Sent sent = SendAll(spec);
  EXPECT_EQ(sent.bytes, SendAll(whole).bytes);
  EXPECT_EQ(sent.tokens, 4);
  EXPECT_EQ(sent.due_ms.back(), 1050);
}

TEST(AnswerTest, ADripIsAByteASecond) {
  const Sent sent = SendAll(Spec(FaultKind::kDrip));
  EXPECT_EQ(sent.due_ms[1], 1050);
  EXPECT_EQ(sent.due_ms[2], 2050);
  EXPECT_EQ(sent.due_ms[3], 3050);
}

}  // namespace
}  // namespace barrage::sim
