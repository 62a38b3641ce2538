#ifndef TESTS_COORDINATOR_WORKLOAD_LIST_DATASET_H_
#define TESTS_COORDINATOR_WORKLOAD_LIST_DATASET_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coordinator/workload/dataset.h"

namespace barrage {

// A dataset of prompts "p0", "p1" …, each with the output length that the test gives it.
class ListDataset : public Dataset {
 public:
  explicit ListDataset(std::vector<std::optional<int64_t>> output_tokens) : output_tokens_(std::move(output_tokens)) {}
  explicit ListDataset(size_t size) : output_tokens_(size) {}
  // With a time for each prompt.
  static ListDataset Scheduled(std::vector<int64_t> offsets_ns) {
    ListDataset dataset(offsets_ns.size());
    dataset.offsets_ns_ = std::move(offsets_ns);
    return dataset;
  }

  int64_t size() const override { return static_cast<int64_t>(output_tokens_.size()); }
  Prompt At(int64_t id) const override {
    Prompt prompt;
    prompt.payload.set_id(static_cast<uint64_t>(id));
    prompt.payload.set_prompt("p" + std::to_string(id));
    return prompt;
  }
  std::optional<int64_t> OutputTokensOf(int64_t id) const override { return output_tokens_[static_cast<size_t>(id)]; }
  std::optional<int64_t> OffsetNsOf(int64_t id) const override {
    if (offsets_ns_.empty()) return std::nullopt;
    return offsets_ns_[static_cast<size_t>(id)];
  }

 private:
  std::vector<std::optional<int64_t>> output_tokens_;
  std::vector<int64_t> offsets_ns_;
};

}  // namespace barrage

#endif  // TESTS_COORDINATOR_WORKLOAD_LIST_DATASET_H_
