#include "coordinator/workload/exact_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "coordinator/workload/common_words.h"

namespace barrage {
namespace {

// Fewer would make prompts of the same few words.
constexpr size_t kEnoughWords = 32;

// How many tokens less are tried when cutting a text leaves one too many.
constexpr int64_t kCuts = 8;

}  // namespace

ExactWords::ExactWords(std::shared_ptr<const Tokenizer> tokenizer) : tokenizer_(std::move(tokenizer)) {
  // Between other words, not alone: a first word may have a token of its own.
  const int64_t around = Count("the the");
  for (const absl::string_view word : kCommonWords) {
    if (Count(absl::StrCat("the ", word, " the")) == around + 1) words_.emplace_back(word);
  }
  for (const std::string& word : words_) endings_.push_back(absl::StrCat(" ", word));
  if (words_.size() < kEnoughWords) {
    words_.clear();
    for (const absl::string_view word : kCommonWords) words_.emplace_back(word);
  }
  for (char c = 'a'; c <= 'z'; ++c) endings_.push_back(absl::StrCat(" ", std::string(1, c)));
  for (char c = '!'; c <= '~'; ++c) endings_.emplace_back(1, c);
}

int64_t ExactWords::Count(const std::string& text) const {
  return static_cast<int64_t>(tokenizer_->Count(text).value_or(0));
}

void ExactWords::AppendWords(std::string& text, int64_t words, Rng& rng) const {
  for (int64_t i = 0; i < words; ++i) {
    absl::StrAppend(&text, text.empty() ? "" : " ", words_[rng.Below(words_.size())]);
  }
}

// `text` cut between two of its tokens, so that what is left has `tokens` or fewer. Counted anew: the last ones may
// merge in another way once nothing follows.
CountedText ExactWords::Shortened(const CountedText& start, const std::string& text, int64_t tokens) const {
  const absl::StatusOr<std::vector<uint32_t>> ids = tokenizer_->Encode(text);
  CountedText best = start;
  for (int64_t kept = tokens; ids.ok() && kept > std::max(start.tokens, tokens - kCuts); --kept) {
    const absl::StatusOr<std::string> cut = tokenizer_->Decode({ids->begin(), ids->begin() + kept});
    // A decoder that does not give back what was encoded is of no use here.
    if (!cut.ok() || !absl::StartsWith(text, *cut) || !absl::StartsWith(*cut, start.text)) continue;
    CountedText counted{*cut, Count(*cut)};
    if (counted.tokens <= tokens && counted.tokens > best.tokens) best = std::move(counted);
    if (best.tokens == tokens) break;
  }
  if (best.tokens > start.tokens) return best;
  // Word by word then, by halves: a shorter text has no more tokens than a longer one.
  size_t fits = start.text.size(), too_long = text.size();
  while (true) {
    size_t middle = text.rfind(' ', fits + (too_long - fits) / 2);
    if (middle == std::string::npos || middle <= fits) middle = text.find(' ', fits + 1);
    if (middle == std::string::npos || middle >= too_long) return best;
    CountedText counted{text.substr(0, middle), Count(text.substr(0, middle))};
    if (counted.tokens > tokens) {
      too_long = middle;
    } else {
      fits = middle;
      best = std::move(counted);
    }
  }
}

bool ExactWords::AddOneToken(CountedText& draft, Rng& rng) const {
  const size_t first = rng.Below(endings_.size());
  for (size_t i = 0; i < endings_.size(); ++i) {
    std::string longer = absl::StrCat(draft.text, endings_[(first + i) % endings_.size()]);
    if (Count(longer) != draft.tokens + 1) continue;
    draft.text = std::move(longer);
    ++draft.tokens;
    return true;
  }
  return false;
}

CountedText ExactWords::Extend(const CountedText& start, int64_t tokens, Rng& rng) const {
  CountedText draft = start;
  while (draft.tokens < tokens) {
    const int64_t missing = tokens - draft.tokens;
    CountedText longer = draft;
    AppendWords(longer.text, missing, rng);
    longer.tokens = Count(longer.text);
    if (longer.tokens > tokens) longer = Shortened(draft, longer.text, tokens);
    if (longer.tokens > draft.tokens) {
      draft = std::move(longer);
    } else if (!AddOneToken(draft, rng)) {
      break;
    }
  }
  return draft;
}

}  // namespace barrage
