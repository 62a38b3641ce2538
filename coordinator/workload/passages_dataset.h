#ifndef COORDINATOR_WORKLOAD_PASSAGES_DATASET_H_
#define COORDINATOR_WORKLOAD_PASSAGES_DATASET_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "coordinator/workload/dataset.h"

namespace barrage {

// Queries with batches of b passages: payload k has query k mod Q, and the passages b·k … b·k + b − 1 mod P. As many
// payloads as there are different ones. With a deviation, a batch has a drawn number of passages from b·k on.
class PassagesDataset : public Dataset {
 public:
  struct Batch {
    int64_t mean = 1, stddev = 0;
    uint64_t seed = 0;
  };

  // Requires a prompt in each query and passage, and a mean ≥ 1.
  PassagesDataset(std::unique_ptr<Dataset> queries, std::unique_ptr<Dataset> passages, const Batch& batch);

  int64_t size() const override { return size_; }
  Prompt At(int64_t id) const override;
  std::optional<int64_t> OutputTokensOf(int64_t) const override { return std::nullopt; }

 private:
  const std::unique_ptr<Dataset> queries_, passages_;
  const Batch batch_;
  const int64_t size_;
};

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_PASSAGES_DATASET_H_
