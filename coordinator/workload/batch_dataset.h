#ifndef COORDINATOR_WORKLOAD_BATCH_DATASET_H_
#define COORDINATOR_WORKLOAD_BATCH_DATASET_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "coordinator/workload/dataset.h"

namespace barrage {

// Inputs in batches of b: batch k asks the inputs b·k … b·k + b − 1 mod P, so its payload has b texts. Of P inputs
// there are P ÷ gcd(P, b) different batches: then they come again.
class BatchDataset : public Dataset {
 public:
  // Requires inputs with a prompt each, and b ≥ 1.
  BatchDataset(std::unique_ptr<Dataset> inputs, int64_t batch);

  int64_t size() const override { return size_; }
  Prompt At(int64_t id) const override;
  std::optional<int64_t> OutputTokensOf(int64_t id) const override;
  // Of batches of one; longer ones have no schedule.
  std::optional<int64_t> OffsetNsOf(int64_t id) const override {
    return batch_ == 1 ? inputs_->OffsetNsOf(id) : std::nullopt;
  }

 private:
  const std::unique_ptr<Dataset> inputs_;
  const int64_t batch_, size_;
};

// Batches of b that P inputs make before they come again.
int64_t BatchesOf(int64_t inputs, int64_t batch);

// The place of input `at` of batch `id`.
int64_t InputAt(int64_t id, int64_t at, int64_t inputs, int64_t batch);

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_BATCH_DATASET_H_
