#ifndef COORDINATOR_WORKLOAD_SYNTHETIC_DATASET_H_
#define COORDINATOR_WORKLOAD_SYNTHETIC_DATASET_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "common/tokenizer/tokenizer.h"
#include "coordinator/plan/plan.h"
#include "coordinator/workload/dataset.h"
#include "coordinator/workload/exact_words.h"

namespace barrage {

// Prompts of random common words, made when asked for: prompt k has its own stream of draws, so it is the same whatever
// was made before it. Its length is input_tokens_mean ± stddev: exactly by `tokenizer`, else counted in words. Most
// tokenizers have these words, with the blank before them, as one token each, so a prompt then has about as many tokens
// as it was asked to have. With prefix prompts each prompt starts with one of them, whose length comes on top. With
// unique_prompts there is a prompt for every request. With length_pairs each prompt draws one of them, and from it the
// lengths of itself and of its answer.
class SyntheticDataset : public Dataset {
 public:
  // `tokenizer` may be null.
  SyntheticDataset(const DatasetPlan& plan, uint64_t seed, std::shared_ptr<const Tokenizer> tokenizer = nullptr);

  int64_t size() const override { return size_; }
  Prompt At(int64_t id) const override;
  // With length_pairs alone.
  std::optional<int64_t> OutputTokensOf(int64_t id) const override;

 private:
  // Of prompt `id` and its answer, by length_pairs. Requires some.
  struct Lengths {
    int64_t input = 0, output = 0;
  };
  Lengths DrawPair(int64_t id) const;

  const DatasetPlan plan_;
  const uint64_t seed_;
  const int64_t size_;
  std::optional<ExactWords> exact_;    // with a tokenizer
  std::vector<CountedText> prefixes_;  // counted only with a tokenizer
};

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_SYNTHETIC_DATASET_H_
