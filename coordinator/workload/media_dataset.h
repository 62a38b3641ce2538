#ifndef COORDINATOR_WORKLOAD_MEDIA_DATASET_H_
#define COORDINATOR_WORKLOAD_MEDIA_DATASET_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "coordinator/plan/plan.h"
#include "coordinator/workload/dataset.h"

namespace barrage {

// Prompts with synthetic images and audio beside what they have, as data URLs. Those of prompt k are drawn from a
// stream of their own, so they are the same whatever was made before them.
class MediaDataset : public Dataset {
 public:
  MediaDataset(std::unique_ptr<Dataset> prompts, const MediaPlan& plan, uint64_t seed);

  int64_t size() const override { return prompts_->size(); }
  Prompt At(int64_t id) const override;
  std::optional<int64_t> OutputTokensOf(int64_t id) const override { return prompts_->OutputTokensOf(id); }
  std::optional<int64_t> OffsetNsOf(int64_t id) const override { return prompts_->OffsetNsOf(id); }

 private:
  const std::unique_ptr<Dataset> prompts_;
  const MediaPlan plan_;
  const uint64_t seed_;
};

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_MEDIA_DATASET_H_
