#ifndef COORDINATOR_WORKLOAD_EXACT_WORDS_H_
#define COORDINATOR_WORKLOAD_EXACT_WORDS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/base/rng.h"
#include "common/tokenizer/tokenizer.h"

namespace barrage {

// A text, and how many tokens all of it has.
struct CountedText {
  std::string text;
  int64_t tokens = 0;
};

// Random common words of an exact length in tokens. How many tokens a text has is no sum over its words, so a text is
// guessed, counted as a whole and mended until the count is what was asked for. Immutable: any thread.
class ExactWords {
 public:
  explicit ExactWords(std::shared_ptr<const Tokenizer> tokenizer);

  // `start`, and words behind it, with `tokens` tokens in all. Requires start.tokens ≤ tokens. Where the tokenizer has
  // no text of this length, the nearest that was found below: compare the result's tokens.
  CountedText Extend(const CountedText& start, int64_t tokens, Rng& rng) const;

 private:
  int64_t Count(const std::string& text) const;
  void AppendWords(std::string& text, int64_t words, Rng& rng) const;
  CountedText Shortened(const CountedText& start, const std::string& text, int64_t tokens) const;
  bool AddOneToken(CountedText& draft, Rng& rng) const;

  const std::shared_ptr<const Tokenizer> tokenizer_;
  std::vector<std::string> words_;    // those of one token each behind a blank, where there are enough
  std::vector<std::string> endings_;  // what may add a single token to a text
};

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_EXACT_WORDS_H_
