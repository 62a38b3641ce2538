#ifndef COORDINATOR_WORKLOAD_PASSAGES_DATASET_H_
#define COORDINATOR_WORKLOAD_PASSAGES_DATASET_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "coordinator/workload/dataset.h"

namespace barrage {

// Queries with batches of b passages: payload k has query k mod Q, and the passages b·k … b·k + b − 1 mod P. As many
// payloads as there are different ones.
class PassagesDataset : public Dataset {
 public:
  // Requires a prompt in each query and passage, and b ≥ 1.
  PassagesDataset(std::unique_ptr<Dataset> queries, std::unique_ptr<Dataset> passages, int64_t batch);

  int64_t size() const override { return size_; }
  Prompt At(int64_t id) const override;
  std::optional<int64_t> OutputTokensOf(int64_t) const override { return std::nullopt; }

 private:
  const std::unique_ptr<Dataset> queries_, passages_;
  const int64_t batch_, size_;
};

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_PASSAGES_DATASET_H_
