#include "coordinator/workload/synthetic_dataset.h"

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/tokenizer/tokenizer.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

std::vector<std::string> Words(const Prompt& prompt) { return absl::StrSplit(prompt.payload.prompt(), ' '); }

TEST(SyntheticDataset, HasTheDefaultSizeAndLength) {
  const SyntheticDataset dataset(DatasetPlan(), 0);
  EXPECT_EQ(dataset.size(), 100);
  const Prompt prompt = dataset.At(7);
  EXPECT_EQ(prompt.payload.id(), 7u);
  EXPECT_EQ(prompt.asked_tokens, 550);
  EXPECT_EQ(Words(prompt).size(), 550u);
  EXPECT_EQ(dataset.OutputTokensOf(7), std::nullopt);
}

TEST(SyntheticDataset, PromptsDependOnSeedAndIdAlone) {
  const DatasetPlan plan;
  const SyntheticDataset a(plan, 1), b(plan, 1), other(plan, 2);
  const std::string last = b.At(99).payload.prompt();
  EXPECT_EQ(a.At(3).payload.prompt(), b.At(3).payload.prompt());
  EXPECT_EQ(a.At(99).payload.prompt(), last);
  EXPECT_NE(a.At(3).payload.prompt(), other.At(3).payload.prompt());
  std::set<std::string> unique;
  for (int64_t id = 0; id < a.size(); ++id) unique.insert(a.At(id).payload.prompt());
  EXPECT_EQ(unique.size(), 100u);
}

TEST(SyntheticDataset, LengthsFollowMeanAndDeviation) {
  DatasetPlan plan;
  plan.num_prompts = 4000;
  plan.input_tokens_mean = 50;
  plan.input_tokens_stddev = 10;
  const SyntheticDataset dataset(plan, 1);
  double sum = 0, squares = 0;
  for (int64_t id = 0; id < dataset.size(); ++id) {
    const double words = static_cast<double>(Words(dataset.At(id)).size());
    EXPECT_EQ(dataset.At(id).asked_tokens, words);
    sum += words;
    squares += words * words;
  }
  // Four deviations: 10/√4000 = 0.16 of the mean, 10/√8000 = 0.11 of the deviation.
  EXPECT_NEAR(sum / 4000, 50, 0.64);
  EXPECT_NEAR(std::sqrt(squares / 4000 - sum / 4000 * sum / 4000), 10, 0.45);
}

TEST(SyntheticDataset, ALengthIsNeverBelowOne) {
  DatasetPlan plan;
  plan.input_tokens_mean = 1;
  plan.input_tokens_stddev = 30;
  const SyntheticDataset dataset(plan, 1);
  for (int64_t id = 0; id < dataset.size(); ++id) EXPECT_GE(dataset.At(id).asked_tokens, 1);
}

TEST(SyntheticDataset, PrefixesAreSharedAndComeOnTop) {
  DatasetPlan plan;
  plan.num_prefix_prompts = 3;
  plan.prefix_prompt_length = 20;
  plan.input_tokens_mean = 10;
  const SyntheticDataset dataset(plan, 1);
  std::set<std::string> prefixes;
  for (int64_t id = 0; id < dataset.size(); ++id) {
    std::vector<std::string> words = Words(dataset.At(id));
    ASSERT_EQ(words.size(), 30u);
    EXPECT_EQ(dataset.At(id).asked_tokens, 30);
    std::string prefix;
    for (size_t i = 0; i < 20; ++i) prefix += words[i] + " ";
    prefixes.insert(prefix);
  }
  EXPECT_EQ(prefixes.size(), 3u);
}

TEST(SyntheticDataset, UniquePromptsDoNotRunOut) {
  DatasetPlan plan;
  plan.unique_prompts = true;
  const SyntheticDataset dataset(plan, 1);
  EXPECT_GT(dataset.size(), int64_t{1} << 60);
  EXPECT_NE(dataset.At(dataset.size() - 1).payload.prompt(), dataset.At(0).payload.prompt());
}

TEST(SyntheticDataset, WithATokenizerPromptsHaveTheirLengthExactly) {
  const auto tokenizer =
      std::make_shared<const Tokenizer>(*Tokenizer::FromFile("tests/common/tokenizer/testdata/tokenizer.json"));
  DatasetPlan plan;
  plan.input_tokens_mean = 60;
  plan.input_tokens_stddev = 20;
  plan.num_prefix_prompts = 2;
  plan.prefix_prompt_length = 30;
  const SyntheticDataset dataset(plan, 5, tokenizer), again(plan, 5, tokenizer), words(plan, 5);
  std::set<std::string> prefixes;
  for (int64_t id = 0; id < dataset.size(); ++id) {
    const Prompt prompt = dataset.At(id);
    const std::string& text = prompt.payload.prompt();
    EXPECT_EQ(static_cast<int64_t>(*tokenizer->Count(text)), prompt.asked_tokens) << text;
    EXPECT_EQ(prompt.tokens, prompt.asked_tokens);
    EXPECT_EQ(prompt.asked_tokens, words.At(id).asked_tokens);  // the lengths are the same draws
    EXPECT_EQ(text, again.At(id).payload.prompt());
    prefixes.insert(text.substr(0, 20));
  }
  EXPECT_EQ(prefixes.size(), 2u);
  EXPECT_EQ(words.At(0).tokens, std::nullopt);
}

TEST(SyntheticDataset, DrawsLengthsOfPromptAndAnswerTogether) {
  DatasetPlan plan;
  plan.num_prompts = 2000;
  plan.length_pairs = {{20, 0, 5, 0, 70}, {40, 0, 9, 0, 30}};
  const SyntheticDataset dataset(plan, 1), again(plan, 1);
  int shorter = 0;
  for (int64_t id = 0; id < dataset.size(); ++id) {
    const size_t words = Words(dataset.At(id)).size();
    EXPECT_EQ(again.OutputTokensOf(id), dataset.OutputTokensOf(id));
    EXPECT_EQ(dataset.OutputTokensOf(id), words == 20 ? 5 : 9);
    EXPECT_TRUE(words == 20 || words == 40) << words;
    shorter += words == 20;
  }
  // Four deviations: sqrt(0.7·0.3·2000) = 20.5.
  EXPECT_NEAR(shorter, 1400, 82);
}

}  // namespace
}  // namespace barrage
