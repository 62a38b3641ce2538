#include <string>

#include "common/openai/endpoint.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

const Endpoint& Generate() { return FindEndpoint("huggingface_generate")->endpoint(); }

TEST(HuggingfaceGenerate, HasAPathForStreams) {
  const EndpointRow& row = *FindEndpoint("huggingface_generate");
  EXPECT_EQ(DefaultPath(row, false), "/generate");
  EXPECT_EQ(DefaultPath(row, true), "/generate_stream");
  EXPECT_EQ(DefaultPath(*FindEndpoint("chat"), true), "/v1/chat/completions");
}

TEST(HuggingfaceGenerate, PutsEverythingIntoParameters) {
  wire::Payload payload;
  payload.set_prompt("p");
  EXPECT_EQ(Generate()
                .BuildBody(payload, {.model = "m", .max_output_tokens = 9, .extra_body_json = R"({"temperature":0.5})"})
                .value(),
            R"({"inputs":"p","parameters":{"max_new_tokens":9,"details":true,"temperature":0.5}})");
  EXPECT_EQ(Generate()
                .BuildBody(payload,
                           {.include_usage = false, .min_output_tokens = 4, .extra_body_json = R"({"details":false})"})
                .value(),
            R"({"inputs":"p","parameters":{"min_new_tokens":4,"details":false}})");
  payload.add_images("data:image/png;base64,AA");
  EXPECT_EQ(Generate().BuildBody(payload, {.include_usage = false}).value(),
            R"({"inputs":"![](data:image/png;base64,AA) p","parameters":{}})");
}

// As Text Generation Inference's StreamResponse has them.
TEST(HuggingfaceGenerate, ReadsAStream) {
  AnswerPart part;
  ASSERT_TRUE(Generate()
                  .ReadEvent("",
                             R"({"index":1,"token":{"id":5,"text":" a","logprob":-1.5,"special":false},)"
                             R"("generated_text":null,"details":null})",
                             true, part)
                  .ok());
  EXPECT_EQ(part.kind, EventKind::kContent);
  EXPECT_EQ(part.text, " a");
  EXPECT_EQ(part.tokens, 1u);
  EXPECT_FALSE(part.finish_reason || part.done || part.usage);
  ASSERT_TRUE(Generate()
                  .ReadEvent("",
                             R"({"index":2,"token":{"id":2,"text":"</s>","special":true},"generated_text":" a",)"
                             R"("details":{"finish_reason":"eos_token","generated_tokens":2,"input_length":7}})",
                             true, part)
                  .ok());
  EXPECT_EQ(part.kind, EventKind::kEmpty);
  EXPECT_EQ(part.text, "");
  EXPECT_TRUE(part.finish_reason);
  EXPECT_EQ(part.usage, (TokenUsage{.prompt = 7, .completion = 2}));
  // Without details the whole text says that it is the last.
  ASSERT_TRUE(
      Generate().ReadEvent("", R"({"token":{"text":"b","special":false},"generated_text":"ab"})", true, part).ok());
  EXPECT_EQ(part.text, "b");
  EXPECT_TRUE(part.finish_reason);
  ASSERT_TRUE(Generate().ReadEvent("", R"({"error":"Request failed","error_type":"generation"})", true, part).ok());
  EXPECT_EQ(part.kind, EventKind::kError);
  EXPECT_EQ(part.error, "Request failed");
  EXPECT_FALSE(Generate().ReadEvent("", "[1]", true, part).ok());
}

TEST(HuggingfaceGenerate, ReadsABody) {
  for (const char* body : {R"({"generated_text":"ab","details":{"finish_reason":"length","generated_tokens":2,)"
                           R"("prefill":[{"id":1},{"id":2},{"id":3}]}})",
                           R"([{"generated_text":"ab","details":{"generated_tokens":2,"input_length":3}}])"}) {
    AnswerPart part;
    ASSERT_TRUE(Generate().ReadBody(body, true, part).ok()) << body;
    EXPECT_EQ(part.kind, EventKind::kContent) << body;
    EXPECT_EQ(part.text, "ab") << body;
    EXPECT_EQ(part.usage, (TokenUsage{.prompt = 3, .completion = 2})) << body;
  }
  AnswerPart part;
  ASSERT_TRUE(Generate().ReadBody(R"({"generated_text":""})", true, part).ok());
  EXPECT_EQ(part.kind, EventKind::kEmpty);
  ASSERT_TRUE(Generate().ReadBody(R"({"error":"busy","error_type":"overloaded"})", true, part).ok());
  EXPECT_EQ(part.error, "busy");
  EXPECT_FALSE(Generate().ReadBody(R"({"text":"a"})", true, part).ok());
  EXPECT_FALSE(Generate().ReadBody("[]", true, part).ok());
}

}  // namespace
}  // namespace barrage
