#include "agent/upload/token_counter.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

const Tokenizer& TheTokenizer() {
  static const Tokenizer tokenizer = *Tokenizer::FromFile("tests/common/tokenizer/testdata/tokenizer.json");
  return tokenizer;
}

RequestRecord Counted(const AnswerText& text) {
  RequestRecord record;
  CountTokens(TheTokenizer(), text, record);
  return record;
}

TEST(TokenCounter, CountsTheWholeTextNotItsPieces) {
  const RequestRecord record = Counted({"how it was measured", ""});
  EXPECT_EQ(record.tokenizer_output_tokens, static_cast<int64_t>(*TheTokenizer().Count("how it was measured")));
  int64_t pieces = 0;
  for (const char c : std::string("how it was measured")) pieces += *Counted({{c}, ""}).tokenizer_output_tokens;
  EXPECT_GT(pieces, *record.tokenizer_output_tokens);
}

TEST(TokenCounter, TellsReasoningFromTheAnswer) {
  const RequestRecord record = Counted({"a", "agent"});
  EXPECT_EQ(record.tokenizer_output_tokens, 1);
  EXPECT_EQ(record.tokenizer_reasoning_tokens, static_cast<int64_t>(*TheTokenizer().Count("agent")));
  EXPECT_EQ(Counted({"a", ""}).tokenizer_reasoning_tokens, std::nullopt);
}

TEST(TokenCounter, AnEmptyAnswerHasNoToken) { EXPECT_EQ(Counted({"", ""}).tokenizer_output_tokens, 0); }

TEST(TokenCounter, BrokenBytesCountAsReplacementCharacters) {
  EXPECT_EQ(Counted({"a\xff\xfe", ""}).tokenizer_output_tokens,
            static_cast<int64_t>(*TheTokenizer().Count("a\ufffd\ufffd")));
}

}  // namespace
}  // namespace barrage
