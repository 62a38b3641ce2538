#include "coordinator/workload/passages_dataset.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/rng.h"
#include "coordinator/workload/batch_dataset.h"
#include "coordinator/workload/drawn_length.h"

namespace barrage {
namespace {

// The least common multiple, or the most that a payload's id can be.
int64_t Together(int64_t a, int64_t b) {
  constexpr int64_t kMost = int64_t{1} << 62;
  const __int128 multiple = static_cast<__int128>(a / std::gcd(a, b)) * b;
  return static_cast<int64_t>(std::min<__int128>(multiple, kMost));
}

}  // namespace

PassagesDataset::PassagesDataset(std::unique_ptr<Dataset> queries, std::unique_ptr<Dataset> passages,
                                 const Batch& batch)
    : queries_(std::move(queries)),
      passages_(std::move(passages)),
      batch_(batch),
      size_(Together(queries_->size(), BatchesOf(passages_->size(), batch.mean))) {}

Prompt PassagesDataset::At(int64_t id) const {
  Prompt whole;
  whole.payload.set_id(static_cast<uint64_t>(id));
  const auto add_length = [&](const Prompt& prompt) {
    if (prompt.asked_tokens) whole.asked_tokens = whole.asked_tokens.value_or(0) + *prompt.asked_tokens;
  };
  Prompt query = queries_->At(id % queries_->size());
  add_length(query);
  whole.payload.set_query(std::move(*query.payload.mutable_prompt()));
  Rng rng(batch_.seed, absl::StrCat("passages ", id));
  const int64_t passages = DrawLength(batch_.mean, batch_.stddev, rng);
  for (int64_t at = 0; at < passages; ++at) {
    Prompt passage = passages_->At(InputAt(id, at, passages_->size(), batch_.mean));
    add_length(passage);
    whole.payload.add_texts(std::move(*passage.payload.mutable_prompt()));
  }
  return whole;
}

}  // namespace barrage
