#include <string>

#include "common/openai/endpoint.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::HasSubstr;

AnswerPart Event(absl::string_view data, absl::string_view name = "", bool want_text = true) {
  AnswerPart part;
  // What a reused part held before must not show.
  part.finish_reason = part.done = part.usage_dropped = true;
  part.error = part.text = "before";
  part.usage.emplace().prompt = 99;
  const absl::Status status = FindEndpoint("chat")->endpoint().ReadEvent(name, data, want_text, part);
  EXPECT_TRUE(status.ok()) << status;
  return part;
}

AnswerPart Delta(const std::string& delta) { return Event(R"({"choices":[{"index":0,"delta":)" + delta + "}]}"); }

struct KindCase {
  const char* delta;
  EventKind kind;
};

TEST(ReadEvent, NamesTheKindByWhatADeltaHolds) {
  const KindCase kCases[] = {
      {R"({"role":"assistant"})", EventKind::kRole},
      {R"({"role":"assistant","content":null})", EventKind::kRole},
      {R"({"role":"assistant","content":""})", EventKind::kRole},
      {R"({"role":"assistant","content":"a"})", EventKind::kContent},
      {R"({"content":""})", EventKind::kEmpty},
      {R"({"content":null,"refusal":null,"tool_calls":[]})", EventKind::kEmpty},
      {R"({})", EventKind::kEmpty},
      {R"({"content":" "})", EventKind::kContent},
      {R"({"content":[{"type":"text","text":"a"}]})", EventKind::kContent},
      {R"({"content":"","reasoning_content":"a"})", EventKind::kReasoning},
      {R"({"reasoning":"a"})", EventKind::kReasoning},
      {R"({"content":"b","reasoning":"a"})", EventKind::kContent},
      {R"({"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{\"content\":1}"}}]})", EventKind::kToolCall},
      {R"({"function_call":{"arguments":"{"}})", EventKind::kToolCall},
      {R"({"refusal":"no"})", EventKind::kRefusal},
  };
  for (const KindCase& c : kCases) {
    const AnswerPart part = Delta(c.delta);
    EXPECT_EQ(part.kind, c.kind) << c.delta;
    EXPECT_TRUE(part.has_choices) << c.delta;
    EXPECT_FALSE(part.done || part.finish_reason || part.usage || part.usage_dropped) << c.delta;
    EXPECT_EQ(part.error, "") << c.delta;
  }
}

TEST(ReadEvent, GivesTextsOnlyWhenWanted) {
  const char* const data =
      R"({"choices":[{"delta":{"content":"a\u00e9\n","reasoning":"r"}},{"delta":{"content":"b"}}]})";
  const AnswerPart part = Event(data);
  EXPECT_EQ(part.text, "aé\nb");
  EXPECT_EQ(part.reasoning, "r");
  EXPECT_EQ(Event(data, "", /*want_text=*/false).text, "");
}

TEST(ReadEvent, SeesAFinishReasonBesideTextAndAlone) {
  AnswerPart part = Event(R"({"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})");
  EXPECT_TRUE(part.finish_reason);
  EXPECT_EQ(part.kind, EventKind::kContent);
  part = Event(R"({"choices":[{"delta":{},"finish_reason":"length"}]})");
  EXPECT_TRUE(part.finish_reason);
  EXPECT_EQ(part.kind, EventKind::kEmpty);
  EXPECT_FALSE(Event(R"({"choices":[{"delta":{},"finish_reason":null}]})").finish_reason);
  EXPECT_FALSE(Event(R"({"choices":[{"delta":{},"finish_reason":""}]})").finish_reason);
}

TEST(ReadEvent, ReadsUsageAloneAndBesideAnything) {
  AnswerPart part =
      Event(R"({"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8,)"
            R"("prompt_tokens_details":{"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":1}}})");
  EXPECT_EQ(part.kind, EventKind::kUsage);
  EXPECT_FALSE(part.has_choices);
  EXPECT_EQ(part.usage, (TokenUsage{.prompt = 3, .completion = 5, .total = 8, .reasoning = 1, .cached = 2}));
  part =
      Event(R"({"choices":[{"delta":{"content":"a"}}],"usage":{"completion_tokens":1,"prompt_tokens_details":null}})");
  EXPECT_EQ(part.kind, EventKind::kContent);
  EXPECT_EQ(part.usage, (TokenUsage{.completion = 1}));
  part = Event(R"({"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"completion_tokens":0}})");
  EXPECT_EQ(part.kind, EventKind::kEmpty);
  EXPECT_EQ(part.usage, (TokenUsage{.completion = 0}));
  EXPECT_EQ(Event(R"({"choices":[],"usage":null})").usage, std::nullopt);
}

TEST(ReadEvent, DropsUsageThatCannotBeTrue) {
  for (const char* count : {"-1", "2147483649", "1e300", "-9223372036854775808", "18446744073709551615", "1.5"}) {
    const AnswerPart part = Event(absl::string_view(
        std::string(R"({"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":)") + count + "}}"));
    EXPECT_TRUE(part.usage_dropped) << count;
    EXPECT_EQ(part.usage, (TokenUsage{.prompt = 7})) << count;
  }
  const AnswerPart part = Event(R"({"choices":[],"usage":{"prompt_tokens":2147483648,"completion_tokens":12.0}})");
  EXPECT_FALSE(part.usage_dropped);
  EXPECT_EQ(part.usage, (TokenUsage{.prompt = 2147483648, .completion = 12}));
}

TEST(ReadEvent, CountsTokensByLogprobsOrTokenIds) {
  EXPECT_EQ(Event(R"({"choices":[{"delta":{"content":"ab"},"logprobs":{"content":[)"
                  R"({"token":"a","top_logprobs":[{"token":"a"},{"token":"x"}]},{"token":"b","bytes":[98]}]}}]})")
                .tokens,
            2u);
  EXPECT_EQ(Event(R"({"choices":[{"text":"ab","logprobs":{"tokens":["a","b","c"],"token_logprobs":[1,2,3]}}]})").tokens,
            3u);
  EXPECT_EQ(Event(R"({"choices":[{"delta":{"content":"a"},"token_ids":[5,6],"logprobs":{"content":[{}]}}]})").tokens,
            2u);
  EXPECT_EQ(Event(R"({"choices":[{"delta":{"content":"a"},"token_ids":[5]},{"delta":{},"token_ids":[6]}]})").tokens,
            2u);
  EXPECT_EQ(Event(R"({"choices":[{"delta":{"content":"a"},"token_ids":null,"logprobs":null}]})").tokens, std::nullopt);
  EXPECT_EQ(Event(R"({"choices":[{"delta":{},"logprobs":{"content":[]}}]})").tokens, 0u);
}

TEST(ReadEvent, KnowsTheEndWithAnyBlanks) {
  for (const char* data : {"[DONE]", " [DONE]", "[DONE]  ", "\t[DONE]\r"}) {
    const AnswerPart part = Event(data);
    EXPECT_EQ(part.kind, EventKind::kDone) << data;
    EXPECT_TRUE(part.done);
    EXPECT_FALSE(part.finish_reason || part.usage || part.has_choices);
  }
}

struct ErrorCase {
  const char* name;
  const char* data;
  const char* message;
};

TEST(ReadEvent, TakesErrorsInEveryForm) {
  const ErrorCase kCases[] = {
      {"", R"({"error":{"message":"overloaded","code":503}})", "overloaded"},
      {"", R"({"error":"overloaded"})", "overloaded"},
      {"", R"({"error":{"code":503}})", R"({"error":{"code":503}})"},
      {"", R"({"detail":"Not Found"})", "Not Found"},
      {"", R"({"detail":[{"loc":["body"],"msg":"field required"},{"msg":"second"}]})", "field required"},
      {"", R"({"object":"error","message":"too long","type":"BadRequestError"})", "too long"},
      {"", R"({"choices":[{"delta":{"content":"a"}}],"error":{"message":"cut"}})", "cut"},
      {"error", R"({"message":"boom"})", R"({"message":"boom"})"},
      {"error", R"({"error":{"message":"boom"}})", "boom"},
      {"error", "plain words", "plain words"},
      {"error", "", ""},
  };
  for (const ErrorCase& c : kCases) {
    const AnswerPart part = Event(c.data, c.name);
    EXPECT_EQ(part.kind, EventKind::kError) << c.data;
    EXPECT_EQ(part.error, c.message) << c.data;
  }
}

TEST(ReadEvent, SeesNoErrorWhereNoneIs) {
  for (const char* data : {R"({"choices":[{"delta":{"content":"a"}}],"error":null})",
                           R"({"choices":[{"delta":{"content":"a"}}],"error":""})",
                           R"({"choices":[{"delta":{"content":"a"}}],"error":false,"detail":"x"})",
                           R"({"choices":[{"delta":{"content":"a"},"error":"mine"}],"message":"note"})"}) {
    EXPECT_EQ(Event(data).kind, EventKind::kContent) << data;
    EXPECT_EQ(Event(data).error, "") << data;
  }
}

TEST(ReadEvent, CutsALongErrorBetweenCharacters) {
  std::string long_text;
  for (int i = 0; i < 2000; ++i) long_text += "中";
  const AnswerPart part = Event(R"({"error":")" + long_text + R"("})");
  EXPECT_EQ(part.error.size(), 4095u);  // 1365 characters of 3 bytes are the most that fit in 4096
  EXPECT_EQ(Event("{\"error\":\"a\xff\"}").error, "a\xef\xbf\xbd");
}

TEST(ReadEvent, ToleratesInvalidUtf8AndHalfSurrogates) {
  EXPECT_EQ(Event("{\"choices\":[{\"delta\":{\"content\":\"\xe4\xb8\"}}]}").text, "\xe4\xb8");
  EXPECT_EQ(Delta(R"({"content":"\ud83d\ude00"})").text, "😀");
  EXPECT_EQ(Delta(R"({"content":"a\ud83d"})").text, "a\xef\xbf\xbd");
  EXPECT_EQ(Delta(R"({"content":"\ude00b"})").text,
            "\xed\xb8\x80"
            "b");  // no fault, but no UTF-8 either
  EXPECT_EQ(Delta(R"({"content":"\ud83d\ud83d\ude00\\ud83d"})").text, "\xef\xbf\xbd😀\\ud83d");
}

TEST(ReadEvent, RefusesWhatIsNotTheEndpointsTongue) {
  for (const std::string& data :
       {std::string(""), std::string("hello"), std::string("{"), std::string("[]"), std::string("5"),
        std::string("\"a\""), std::string("null"), std::string("true"), std::string("{}{}"), std::string("[DONE"),
        std::string("{\"choices\":[]}\0x", 16), std::string(R"({"a":[)")}) {
    AnswerPart part;
    const absl::Status status = FindEndpoint("chat")->endpoint().ReadEvent("", data, true, part);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << data;
    EXPECT_THAT(std::string(status.message()), HasSubstr("At byte")) << data;
  }
}

TEST(ReadEvent, RefusesNestingThatWouldOverflowAStack) {
  AnswerPart part;
  const std::string data = R"({"a":)" + std::string(1 << 20, '[');
  EXPECT_FALSE(FindEndpoint("chat")->endpoint().ReadEvent("", data, true, part).ok());
}

TEST(ReadEvent, TakesObjectsItDoesNotKnowAsEmpty) {
  EXPECT_EQ(Event(R"({"type":"ping"})").kind, EventKind::kEmpty);
  EXPECT_EQ(Event("{}").kind, EventKind::kEmpty);
  // Members of the same names elsewhere mean nothing.
  EXPECT_EQ(Event(R"({"x":{"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}}})").kind,
            EventKind::kEmpty);
}

TEST(ReadEvent, TakesAnEventLargerThanAnyBuffer) {
  const std::string text(3 << 20, 'x');
  EXPECT_EQ(Delta(R"({"content":")" + text + R"("})").text, text);
}

TEST(ReadBody, ReadsAWholeAnswer) {
  AnswerPart part;
  ASSERT_TRUE(FindEndpoint("chat")
                  ->endpoint()
                  .ReadBody(R"({"choices":[{"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}],)"
                            R"("usage":{"completion_tokens":1}})",
                            true, part)
                  .ok());
  EXPECT_EQ(part.kind, EventKind::kContent);
  EXPECT_TRUE(part.finish_reason);
  EXPECT_EQ(part.text, "a");
  EXPECT_EQ(part.usage, (TokenUsage{.completion = 1}));
}

TEST(ReadBody, GivesOnlyTheKindsOfABody) {
  const KindCase kCases[] = {
      {R"({"choices":[{"message":{"role":"assistant","content":""}}]})", EventKind::kEmpty},
      {R"({"choices":[{"message":{"role":"assistant","content":null,"reasoning":"r"}}]})", EventKind::kReasoning},
      {R"({"choices":[{"message":{"tool_calls":[{"id":"1"}]}}]})", EventKind::kToolCall},
      {R"({"choices":[{"message":{"refusal":"no"}}]})", EventKind::kContent},
      {R"({"choices":[],"usage":{"prompt_tokens":1}})", EventKind::kEmpty},
      {R"({"error":{"message":"a 200 that is none"}})", EventKind::kError},
  };
  for (const KindCase& c : kCases) {
    AnswerPart part;
    ASSERT_TRUE(FindEndpoint("chat")->endpoint().ReadBody(c.delta, true, part).ok()) << c.delta;
    EXPECT_EQ(part.kind, c.kind) << c.delta;
  }
  AnswerPart part;
  EXPECT_FALSE(FindEndpoint("chat")->endpoint().ReadBody("<html>", true, part).ok());
}

}  // namespace
}  // namespace barrage
