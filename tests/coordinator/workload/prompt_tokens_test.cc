#include "coordinator/workload/prompt_tokens.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

const Tokenizer& TheTokenizer() {
  static const Tokenizer tokenizer = *Tokenizer::FromFile("tests/common/tokenizer/testdata/tokenizer.json");
  return tokenizer;
}

TEST(PromptTokens, SumsAllTextsOfAPayload) {
  wire::Payload payload;
  EXPECT_EQ(PromptTokens(TheTokenizer(), payload), 0);
  payload.set_prompt("   ");  // three blanks, a token each
  EXPECT_EQ(PromptTokens(TheTokenizer(), payload), 3);
  payload.add_texts("  ");
  payload.add_texts(" ");
  payload.set_query(" ");
  EXPECT_EQ(PromptTokens(TheTokenizer(), payload), 7);
}

TEST(PromptTokens, CountsTheTextsOfMessagesAlone) {
  wire::Payload payload;
  wire::ChatMessage& message = *payload.add_messages();
  message.set_role("user");
  message.set_content("  ");
  EXPECT_EQ(PromptTokens(TheTokenizer(), payload), 2);
  payload.add_messages()->set_content_json(
      R"([{"type":"text","text":"   "},{"type":"image_url","image_url":{"url":"data:,"}},7])");
  EXPECT_EQ(PromptTokens(TheTokenizer(), payload), 5);
}

TEST(PromptTokens, OfARawBodyNothingIsKnown) {
  wire::Payload payload;
  payload.set_raw_body("{}");
  EXPECT_EQ(PromptTokens(TheTokenizer(), payload), std::nullopt);
}

}  // namespace
}  // namespace barrage
