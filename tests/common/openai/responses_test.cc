#include <string>
#include <vector>

#include "common/openai/endpoint.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

const Endpoint& Responses() { return FindEndpoint("responses")->endpoint(); }

AnswerPart Event(absl::string_view name, absl::string_view data) {
  AnswerPart part;
  // What a reused part held before must not show.
  part.finish_reason = part.done = part.has_choices = true;
  part.error = part.text = "before";
  part.usage.emplace().prompt = 99;
  const absl::Status status = Responses().ReadEvent(name, data, true, part);
  EXPECT_TRUE(status.ok()) << status;
  return part;
}

TEST(ResponsesBody, AsksAPromptAsText) {
  wire::Payload payload;
  payload.set_prompt("Say \"hi\"");
  EXPECT_EQ(Responses()
                .BuildBody(payload, {.model = "m", .max_output_tokens = 9, .extra_body_json = R"({"temperature":0})"})
                .value(),
            R"({"model":"m","input":"Say \"hi\"","stream":true,"max_output_tokens":9,"temperature":0})");
}

TEST(ResponsesBody, WritesChatsPartsInItsOwnNames) {
  wire::Payload payload;
  wire::ChatMessage* message = payload.add_messages();
  message->set_role("system");
  message->set_content("s");
  message = payload.add_messages();
  message->set_role("user");
  message->set_content_json(
      R"([{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"http://x/y.png"}},{"type":"other","z":1}])");
  EXPECT_EQ(Responses().BuildBody(payload, {.model = "m", .streaming = false}).value(),
            R"({"model":"m","input":[{"role":"system","content":"s"},{"role":"user","content":[)"
            R"({"type":"input_text","text":"a"},{"type":"input_image","image_url":"http://x/y.png"},)"
            R"({"type":"other","z":1}]}],"stream":false})");
}

TEST(ResponsesBody, SendsImagesAndAudio) {
  wire::Payload payload;
  payload.set_prompt("p");
  payload.add_images("data:image/png;base64,AAA");
  payload.add_audios("data:audio/wav;base64,BBB");
  EXPECT_EQ(Responses().BuildBody(payload, {.model = "m", .streaming = false}).value(),
            R"({"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"p"},)"
            R"({"type":"input_image","image_url":"data:image/png;base64,AAA"},)"
            R"({"type":"input_audio","input_audio":{"data":"BBB","format":"wav"}}]}],"stream":false})");
  EXPECT_EQ(Responses().BuildBody(wire::Payload(), {}).status().message(),
            "a responses payload needs messages or a prompt");
}

struct KindCase {
  const char* name;
  const char* data;
  EventKind kind;
};

TEST(ResponsesEvent, IsKnownByItsType) {
  const KindCase kCases[] = {
      {"", R"({"type":"response.created","response":{"status":"in_progress","error":null}})", EventKind::kEmpty},
      {"", R"({"type":"response.output_item.added","item":{"type":"message","role":"assistant"}})", EventKind::kRole},
      {"", R"({"type":"response.output_item.added","item":{"type":"reasoning"}})", EventKind::kEmpty},
      {"", R"({"type":"response.content_part.added","part":{"text":""}})", EventKind::kEmpty},
      {"", R"({"type":"response.output_text.delta","delta":"a"})", EventKind::kContent},
      {"response.output_text.delta", R"({"delta":"a"})", EventKind::kContent},
      {"", R"({"type":"response.output_text.delta","delta":""})", EventKind::kEmpty},
      {"", R"({"type":"response.reasoning_text.delta","delta":"a"})", EventKind::kReasoning},
      {"", R"({"type":"response.reasoning_summary_text.delta","delta":"a"})", EventKind::kReasoning},
      {"", R"({"type":"response.function_call_arguments.delta","delta":"{"})", EventKind::kToolCall},
      {"", R"({"type":"response.refusal.delta","delta":"no"})", EventKind::kRefusal},
      {"", R"({"type":"response.output_text.done","text":"a"})", EventKind::kEmpty},
      {"", R"({"type":"response.output_item.done","item":{"role":"assistant"}})", EventKind::kEmpty},
      {"", R"({"type":"response.made_up","delta":"a"})", EventKind::kEmpty},
      {"", R"({"type":"response.completed","response":{}})", EventKind::kDone},
      {"", R"({"type":"response.incomplete","response":{}})", EventKind::kDone},
      {"", "[DONE]", EventKind::kDone},
  };
  for (const KindCase& c : kCases) {
    const AnswerPart part = Event(c.name, c.data);
    EXPECT_EQ(part.kind, c.kind) << c.data;
    EXPECT_EQ(part.done, c.kind == EventKind::kDone) << c.data;
    EXPECT_EQ(part.error, "") << c.data;
    EXPECT_FALSE(part.usage) << c.data;
  }
}

TEST(ResponsesEvent, GivesTexts) {
  EXPECT_EQ(Event("", R"({"type":"response.output_text.delta","delta":"a\ud83d"})").text, "a\xef\xbf\xbd");
  EXPECT_EQ(Event("", R"({"type":"response.reasoning_text.delta","delta":"r"})").reasoning, "r");
  EXPECT_EQ(Event("", R"({"type":"response.output_text.delta","delta":"ab","logprobs":[{},{}]})").tokens, 2u);
  AnswerPart part;
  ASSERT_TRUE(Responses().ReadEvent("", R"({"type":"response.output_text.delta","delta":"a"})", false, part).ok());
  EXPECT_EQ(part.text, "");
}

TEST(ResponsesEvent, ClosesWithUsage) {
  for (const char* type : {"response.completed", "response.incomplete"}) {
    const AnswerPart part =
        Event(type, std::string(R"({"type":")") + type +
                        R"(","response":{"status":"x","incomplete_details":{"reason":"max_output_tokens"},"usage":{)"
                        R"("input_tokens":24,"input_tokens_details":{"cached_tokens":5},"output_tokens":6,)"
                        R"("output_tokens_details":{"reasoning_tokens":2},"total_tokens":30}}})");
    EXPECT_TRUE(part.done && part.finish_reason);
    EXPECT_EQ(part.usage, (TokenUsage{.prompt = 24, .completion = 6, .total = 30, .reasoning = 2, .cached = 5}));
  }
  const AnswerPart part =
      Event("", R"({"type":"response.completed","response":{"usage":{"input_tokens":-1,"output_tokens":6}}})");
  EXPECT_TRUE(part.usage_dropped);
  EXPECT_EQ(part.usage, (TokenUsage{.completion = 6}));
}

struct ErrorCase {
  const char* name;
  const char* data;
  const char* message;
};

TEST(ResponsesEvent, TakesErrorsInEveryForm) {
  const ErrorCase kCases[] = {
      {"", R"({"type":"response.failed","response":{"status":"failed","error":{"code":"x","message":"died"}}})",
       "died"},
      {"", R"({"type":"error","code":"server_error","message":"boom","param":null})", "boom"},
      {"error", R"({"type":"error","error":{"message":"boom"}})", "boom"},
      {"error", R"({"message":"boom"})", "boom"},
      {"error", "plain words", "plain words"},
      {"", R"({"error":{"message":"overloaded"}})", "overloaded"},
      {"response.failed", "{}", "{}"},
  };
  for (const ErrorCase& c : kCases) {
    const AnswerPart part = Event(c.name, c.data);
    EXPECT_EQ(part.kind, EventKind::kError) << c.data;
    EXPECT_EQ(part.error, c.message) << c.data;
    EXPECT_FALSE(part.done) << c.data;
  }
}

TEST(ResponsesEvent, RefusesWhatIsNotItsTongue) {
  AnswerPart part;
  for (const std::string& data : {std::string(""), std::string("hello"), std::string("{"), std::string("[]"),
                                  std::string("null"), std::string("{}{}")}) {
    EXPECT_EQ(Responses().ReadEvent("", data, true, part).code(), absl::StatusCode::kInvalidArgument) << data;
  }
  // Deep nesting neither recurses nor matters.
  const std::string deep = R"({"type":"response.output_text.delta","x":)" + std::string(1 << 20, '[');
  EXPECT_FALSE(Responses().ReadEvent("", deep, true, part).ok());
}

TEST(ResponsesBody, ReadsAWholeAnswer) {
  AnswerPart part;
  ASSERT_TRUE(Responses()
                  .ReadBody(R"({"object":"response","status":"completed","error":null,"output":[)"
                            R"({"type":"reasoning","summary":[{"type":"summary_text","text":"r"}]},)"
                            R"({"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"},)"
                            R"({"type":"output_text","text":"b"}]}],"usage":{"input_tokens":3,"output_tokens":2}})",
                            true, part)
                  .ok());
  EXPECT_EQ(part.kind, EventKind::kContent);
  EXPECT_TRUE(part.finish_reason);
  EXPECT_EQ(part.text, "ab");
  EXPECT_EQ(part.reasoning, "r");
  EXPECT_EQ(part.usage, (TokenUsage{.prompt = 3, .completion = 2}));
}

TEST(ResponsesBody, GivesOnlyTheKindsOfABody) {
  const KindCase kCases[] = {
      {"", R"({"output":[{"type":"message","content":[{"type":"output_text","text":""}]}]})", EventKind::kEmpty},
      {"", R"({"output":[{"type":"reasoning","content":[{"text":"r"}]}]})", EventKind::kReasoning},
      {"", R"({"output":[{"type":"function_call","arguments":"{}"}]})", EventKind::kToolCall},
      {"", R"({"output":[{"type":"message","content":[{"type":"refusal","refusal":"no"}]}]})", EventKind::kContent},
      {"", R"({"output":[],"status":"failed","error":{"message":"died"}})", EventKind::kError},
  };
  for (const KindCase& c : kCases) {
    AnswerPart part;
    ASSERT_TRUE(Responses().ReadBody(c.data, true, part).ok()) << c.data;
    EXPECT_EQ(part.kind, c.kind) << c.data;
  }
  AnswerPart part;
  EXPECT_FALSE(Responses().ReadBody("<html>", true, part).ok());
  EXPECT_FALSE(Responses().ReadBody("[]", true, part).ok());
}

}  // namespace
}  // namespace barrage
