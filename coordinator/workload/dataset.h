#ifndef COORDINATOR_WORKLOAD_DATASET_H_
#define COORDINATOR_WORKLOAD_DATASET_H_

#include <cstdint>
#include <optional>

#include "proto/request.pb.h"

namespace barrage {

// One thing to ask, and what is known of it.
struct Prompt {
  wire::Payload payload;                // its id is its place in the dataset
  std::optional<int64_t> asked_tokens;  // the length in tokens that it was made to have
  std::optional<int64_t> tokens;        // by the run's tokenizer, where it was counted already
};

// What can be asked, by id. Immutable: any thread.
class Dataset {
 public:
  virtual ~Dataset() = default;

  // Number of prompts, > 0.
  virtual int64_t size() const = 0;

  // Requires 0 ≤ id < size(). The same id gives the same prompt.
  virtual Prompt At(int64_t id) const = 0;

  // The output length that the dataset wants for it, if any. Cheap: asked once a request.
  virtual std::optional<int64_t> OutputTokensOf(int64_t id) const = 0;

  // When it is due in a fixed schedule, in ns after t0, non-decreasing in the id. Cheap, like the above.
  virtual std::optional<int64_t> OffsetNsOf(int64_t /*id*/) const { return std::nullopt; }
};

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_DATASET_H_
