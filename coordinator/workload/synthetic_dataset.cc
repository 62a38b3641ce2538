#include "coordinator/workload/synthetic_dataset.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/rng.h"
#include "coordinator/workload/common_words.h"
#include "coordinator/workload/drawn_length.h"

namespace barrage {
namespace {

constexpr int64_t kDefaultPrompts = 100;
constexpr int64_t kEndless = int64_t{1} << 62;

int64_t SizeOf(const DatasetPlan& plan) {
  return plan.unique_prompts ? kEndless : plan.num_prompts.value_or(kDefaultPrompts);
}

void AppendWords(std::string& text, int64_t words, Rng& rng) {
  for (int64_t i = 0; i < words; ++i) {
    if (!text.empty()) text.push_back(' ');
    const absl::string_view word = kCommonWords[rng.Below(kCommonWords.size())];
    text.append(word.data(), word.size());
  }
}

}  // namespace

SyntheticDataset::SyntheticDataset(const DatasetPlan& plan, uint64_t seed, std::shared_ptr<const Tokenizer> tokenizer)
    : plan_(plan), seed_(seed), size_(SizeOf(plan)) {
  if (tokenizer != nullptr) exact_.emplace(std::move(tokenizer));
  for (int64_t k = 0; k < plan.num_prefix_prompts; ++k) {
    Rng rng(seed, absl::StrCat("prefix ", k));
    CountedText& prefix = prefixes_.emplace_back();
    if (exact_) {
      prefix = exact_->Extend({}, plan.prefix_prompt_length, rng);
    } else {
      AppendWords(prefix.text, plan.prefix_prompt_length, rng);
    }
  }
}

Prompt SyntheticDataset::At(int64_t id) const {
  Rng rng(seed_, absl::StrCat("prompt ", id));
  Prompt prompt;
  prompt.payload.set_id(static_cast<uint64_t>(id));
  const int64_t length = plan_.length_pairs.empty()
                             ? DrawLength(plan_.input_tokens_mean, plan_.input_tokens_stddev, rng)
                             : DrawPair(id).input;
  CountedText text;
  prompt.asked_tokens = length;
  if (!prefixes_.empty()) {
    text = prefixes_[rng.Below(prefixes_.size())];
    prompt.asked_tokens = length + plan_.prefix_prompt_length;
  }
  if (exact_) {
    text = exact_->Extend(text, *prompt.asked_tokens, rng);
    prompt.tokens = text.tokens;
  } else {
    AppendWords(text.text, length, rng);
  }
  prompt.payload.set_prompt(std::move(text.text));
  return prompt;
}

SyntheticDataset::Lengths SyntheticDataset::DrawPair(int64_t id) const {
  Rng rng(seed_, absl::StrCat("lengths ", id));
  double left = 100 * rng.Uniform();
  const LengthPair* drawn = nullptr;
  for (const LengthPair& pair : plan_.length_pairs) {
    drawn = &pair;
    if ((left -= pair.percent) < 0) break;
  }
  const int64_t input = DrawLength(drawn->input_mean, drawn->input_stddev, rng);
  return {input, DrawLength(drawn->output_mean, drawn->output_stddev, rng)};
}

std::optional<int64_t> SyntheticDataset::OutputTokensOf(int64_t id) const {
  return plan_.length_pairs.empty() ? std::nullopt : std::optional(DrawPair(id).output);
}

}  // namespace barrage
