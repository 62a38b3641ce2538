#include "tests/sim/generation_request.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage::sim {
namespace {

using ::testing::StartsWith;

TEST(GenerationRequestTest, ReadsAChatBody) {
  const auto request = ParseGenerationRequest(
      Api::kChat,
      R"({"model":"m","stream":true,"stream_options":{"include_usage":true},"ignore_eos":true,"max_tokens":5,
          "max_completion_tokens":7,"min_tokens":2,"n":1,"temperature":0,
          "messages":[{"role":"system","content":"12345"},
                      {"role":"user","content":[{"type":"text","text":"1234"},{"type":"image_url"}]},
                      {"role":"assistant","content":null}]})");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->model, "m");
  EXPECT_TRUE(request->stream);
  EXPECT_TRUE(request->include_usage);
  EXPECT_TRUE(request->ignore_eos);
  EXPECT_EQ(request->max_tokens, 7);
  EXPECT_EQ(request->min_tokens, 2);
  EXPECT_EQ(request->prompt_tokens, 3);  // 9 bytes / 4, rounded up
}

TEST(GenerationRequestTest, ReadsACompletionBody) {
  EXPECT_EQ(ParseGenerationRequest(Api::kCompletions, R"({"prompt":"12345678"})")->prompt_tokens, 2);
  EXPECT_EQ(ParseGenerationRequest(Api::kCompletions, R"({"prompt":[5,6,7]})")->prompt_tokens, 3);
  EXPECT_EQ(ParseGenerationRequest(Api::kCompletions, R"({"prompt":["1234"]})")->prompt_tokens, 1);
  EXPECT_FALSE(ParseGenerationRequest(Api::kCompletions, R"({"prompt":"x"})")->max_tokens.has_value());
}

TEST(GenerationRequestTest, ReadsTheOtherApis) {
  auto request = ParseGenerationRequest(Api::kResponses, R"({"input":"12345678","max_output_tokens":9,"stream":true})");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->prompt_tokens, 2);
  EXPECT_EQ(request->max_tokens, 9);
  EXPECT_EQ(ParseGenerationRequest(Api::kResponses, R"({"input":[{"role":"user","content":[{"text":"1234"}]}]})")
                ->prompt_tokens,
            1);
  request =
      ParseGenerationRequest(Api::kGenerate, R"({"inputs":"1234","parameters":{"max_new_tokens":3,"details":true}})");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->max_tokens, 3);
  EXPECT_TRUE(request->include_usage);
  request = ParseGenerationRequest(Api::kEmbeddings, R"({"input":["1234","12345"]})");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->inputs, 2);
  EXPECT_EQ(request->prompt_tokens, 3);  // 1 and 2
  EXPECT_EQ(ParseGenerationRequest(Api::kEmbeddings, R"({"input":"1234"})")->inputs, 1);
  EXPECT_EQ(
      ParseGenerationRequest(Api::kNimRankings, R"({"query":{"text":"q"},"passages":[{"text":"a"},{"text":"b"}]})")
          ->inputs,
      2);
  EXPECT_EQ(ParseGenerationRequest(Api::kCohereRankings, R"({"query":"q","documents":["a"]})")->inputs, 1);
  EXPECT_EQ(ParseGenerationRequest(Api::kTeiRankings, R"({"query":"q","texts":["a","b","c"]})")->inputs, 3);
}

std::string ErrorOf(Api api, const char* body) {
  return std::string(ParseGenerationRequest(api, body).status().message());
}

TEST(GenerationRequestTest, SaysWhatIsWrong) {
  EXPECT_THAT(ErrorOf(Api::kChat, "{\"a\": }"), StartsWith("the body is not JSON: byte 6: "));
  EXPECT_EQ(ErrorOf(Api::kChat, "[]"), "the body is not a JSON object");
  EXPECT_EQ(ErrorOf(Api::kChat, "{}"), "messages must be a list with at least one message");
  EXPECT_EQ(ErrorOf(Api::kCompletions, "{}"), "prompt is missing");
  EXPECT_EQ(ErrorOf(Api::kResponses, "{}"), "input is missing");
  EXPECT_EQ(ErrorOf(Api::kEmbeddings, R"({"input":[1]})"), "input must hold texts");
  EXPECT_EQ(ErrorOf(Api::kNimRankings, R"({"query":"q","passages":[]})"), "query must hold texts");
  EXPECT_EQ(ErrorOf(Api::kTeiRankings, R"({"query":"q","texts":[]})"), "texts is empty");
  EXPECT_EQ(ErrorOf(Api::kCompletions, R"({"prompt":["a","b"]})"), "prompt must be one text or one list of token ids");
  EXPECT_EQ(ErrorOf(Api::kCompletions, R"({"prompt":"a","max_tokens":0})"),
            "max_tokens must be a whole number from 1 to 1000000");
  EXPECT_EQ(ErrorOf(Api::kCompletions, R"({"prompt":"a","stream":1})"), "stream must be true or false");
  EXPECT_EQ(ErrorOf(Api::kCompletions, R"({"prompt":"a","n":2})"), "n must be 1");
  EXPECT_EQ(ErrorOf(Api::kCompletions, R"({"prompt":"a","min_tokens":3,"max_tokens":2})"),
            "min_tokens must be <= max_tokens");
}

TEST(GenerationRequestTest, PlansTheOutputsLength) {
  GenerationRequest open;
  GenerationRequest limited;
  limited.max_tokens = 10;
  EXPECT_EQ(PlanOutput(open, {64, 0}), (PlannedOutput{64, true}));
  EXPECT_EQ(PlanOutput(limited, {64, 0}), (PlannedOutput{10, false}));
  EXPECT_EQ(PlanOutput(limited, {64, 4}), (PlannedOutput{4, true}));
  limited.min_tokens = 6;
  EXPECT_EQ(PlanOutput(limited, {64, 4}), (PlannedOutput{6, true}));
  limited.ignore_eos = true;
  EXPECT_EQ(PlanOutput(limited, {64, 4}), (PlannedOutput{10, false}));
  open.min_tokens = 100;
  EXPECT_EQ(PlanOutput(open, {64, 0}), (PlannedOutput{100, true}));
}

}  // namespace
}  // namespace barrage::sim
