#ifndef COORDINATOR_WORKLOAD_WORKLOAD_H_
#define COORDINATOR_WORKLOAD_WORKLOAD_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "common/tokenizer/tokenizer.h"
#include "coordinator/plan/plan.h"
#include "coordinator/workload/dataset.h"
#include "coordinator/workload/request_stream.h"
#include "coordinator/workload/sharder.h"
#include "proto/log.pb.h"
#include "proto/request.pb.h"

namespace barrage {

// What a run asks and when: the plan's dataset and load, ready to be dealt. Immutable: any thread, but each stream that
// it gives belongs to one.
class Workload {
 public:
  // Reads the plan's dataset. Error: InvalidArgument or NotFound, with every problem of the input file on a line of its
  // own ("prompts.jsonl:7: no text, prompt or messages").
  // With a tokenizer synthetic prompts have their exact length, and the log gets every prompt's.
  static absl::StatusOr<std::unique_ptr<Workload>> Make(const Plan& plan,
                                                        std::shared_ptr<const Tokenizer> tokenizer = nullptr);

  Workload(const Plan& plan, std::unique_ptr<Dataset> dataset, std::shared_ptr<const Tokenizer> tokenizer = nullptr);
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  // Unique payloads; their ids are 0 … payload_count() − 1. Very large when every request has a prompt of its own.
  int64_t payload_count() const { return dataset_->size(); }

  // What requests with this payload id ask. Its last use is a measured request's index, or the largest int64 where that
  // is not known or only the warm-up asks it. Made anew at each call.
  wire::Payload Payload(uint64_t id) const;

  // What the log keeps of it.
  wire::PayloadFacts Facts(uint64_t id) const;

  // A new stream, from the phase's first request. The workload must outlive it.
  RequestStream Requests(LoadPhase phase) const { return RequestStream(plan_, *dataset_, phase); }

  StopRule Stop(LoadPhase phase) const { return StopRuleOf(plan_.load, phase); }

  // Requests that the phase schedules, where that is known before.
  std::optional<int64_t> Scheduled(LoadPhase phase) const { return ScheduledCount(plan_, *dataset_, phase); }

  bool HasWarmup() const;

  // Slots over all agents; absent in an open loop without a cap.
  std::optional<int64_t> Slots() const { return plan_.load.slots(); }

  Sharder ShardOver(int64_t agents) const { return Sharder(agents, Slots()); }

 private:
  int64_t LastUse(int64_t id) const;

  const Plan plan_;
  const std::unique_ptr<Dataset> dataset_;
  const std::shared_ptr<const Tokenizer> tokenizer_;  // or null
};

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_WORKLOAD_H_
