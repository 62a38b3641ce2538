#include "coordinator/workload/exact_words.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

std::shared_ptr<const Tokenizer> Load(const std::string& name) {
  return std::make_shared<const Tokenizer>(
      *Tokenizer::FromFile(absl::StrCat("tests/common/tokenizer/testdata/", name, ".json")));
}

// Byte-level BPE and unigram with few words of one token; word pieces that know some words.
class ExactWordsTest : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Tokenizers, ExactWordsTest, testing::Values("tokenizer", "unigram", "wordpiece"));

TEST_P(ExactWordsTest, HitsEveryLengthExactly) {
  const auto tokenizer = Load(GetParam());
  const ExactWords words(tokenizer);
  for (int64_t length = 0; length <= 300; length += length < 40 ? 1 : 13) {
    Rng rng(7, absl::StrCat(length));
    const CountedText text = words.Extend({}, length, rng);
    EXPECT_EQ(text.tokens, length);
    EXPECT_EQ(static_cast<int64_t>(*tokenizer->Count(text.text)), length) << text.text;
  }
}

TEST_P(ExactWordsTest, ContinuesATextWithoutChangingIt) {
  const auto tokenizer = Load(GetParam());
  const ExactWords words(tokenizer);
  for (int64_t length = 1; length <= 40; ++length) {
    Rng rng(3, absl::StrCat(length));
    const CountedText start = words.Extend({}, 25, rng);
    const CountedText longer = words.Extend(start, 25 + length, rng);
    EXPECT_TRUE(absl::StartsWith(longer.text, start.text)) << longer.text;
    EXPECT_EQ(static_cast<int64_t>(*tokenizer->Count(longer.text)), 25 + length) << longer.text;
  }
}

TEST(ExactWords, TheDrawsDecideTheText) {
  const ExactWords words(Load("tokenizer"));
  const auto made = [&words](uint64_t seed) {
    Rng rng(seed, "prompt");
    return words.Extend({}, 50, rng).text;
  };
  EXPECT_EQ(made(1), made(1));
  EXPECT_NE(made(1), made(2));
}

// Splits at blanks or not at all, and knows no word.
std::shared_ptr<const Tokenizer> Unknowing(const std::string& pre_tokenizer) {
  return std::make_shared<const Tokenizer>(*Tokenizer::FromBytes(absl::StrCat(
      R"({"version": "1.0", "added_tokens": [], "truncation": null, "padding": null, "normalizer": null,
          "pre_tokenizer": )",
      pre_tokenizer, R"(, "post_processor": null, "decoder": null,
          "model": {"type": "WordLevel", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]"}})")));
}

TEST(ExactWords, DoesWithoutADecoder) {
  Rng rng(1, "prompt");
  EXPECT_EQ(ExactWords(Unknowing(R"({"type": "WhitespaceSplit"})")).Extend({}, 9, rng).tokens, 9);
}

TEST(ExactWords, SaysWhatItReachedWhereNoTextIsExact) {
  Rng rng(1, "prompt");
  EXPECT_EQ(ExactWords(Unknowing("null")).Extend({}, 9, rng).tokens, 1);  // any text is one unknown word
}

}  // namespace
}  // namespace barrage
