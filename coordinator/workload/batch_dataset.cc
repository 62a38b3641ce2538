#include "coordinator/workload/batch_dataset.h"

#include <numeric>
#include <string>
#include <utility>

namespace barrage {

int64_t BatchesOf(int64_t inputs, int64_t batch) { return inputs / std::gcd(inputs, batch); }

int64_t InputAt(int64_t id, int64_t at, int64_t inputs, int64_t batch) {
  // Not batch × id, which may be too large.
  const auto first = static_cast<int64_t>(static_cast<__int128>(id) * batch % inputs);
  return (first + at) % inputs;
}

BatchDataset::BatchDataset(std::unique_ptr<Dataset> inputs, int64_t batch)
    : inputs_(std::move(inputs)), batch_(batch), size_(BatchesOf(inputs_->size(), batch)) {}

Prompt BatchDataset::At(int64_t id) const {
  Prompt whole;
  whole.payload.set_id(static_cast<uint64_t>(id));
  for (int64_t at = 0; at < batch_; ++at) {
    Prompt input = inputs_->At(InputAt(id, at, inputs_->size(), batch_));
    whole.payload.add_texts(std::move(*input.payload.mutable_prompt()));
    if (input.asked_tokens) whole.asked_tokens = whole.asked_tokens.value_or(0) + *input.asked_tokens;
  }
  return whole;
}

std::optional<int64_t> BatchDataset::OutputTokensOf(int64_t id) const {
  return inputs_->OutputTokensOf(InputAt(id, 0, inputs_->size(), batch_));
}

}  // namespace barrage
