#ifndef COORDINATOR_WORKLOAD_REQUEST_STREAM_H_
#define COORDINATOR_WORKLOAD_REQUEST_STREAM_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "common/base/rng.h"
#include "coordinator/plan/plan.h"
#include "coordinator/workload/dataset.h"
#include "coordinator/workload/target_turns.h"
#include "proto/request.pb.h"

namespace barrage {

enum class LoadPhase { kWarmup, kMeasured };

// When a phase stops to issue requests. Both: the first reached. Neither: it does not.
struct StopRule {
  std::optional<int64_t> count;
  std::optional<int64_t> duration_ns;
};

// The phase's rule. A measured phase with neither count nor duration nor an end of its own (stages, a fixed schedule)
// has count max(10, 2 × concurrency); a warm-up with neither has count 0.
StopRule StopRuleOf(const LoadPlan& load, LoadPhase phase);

// All requests of one phase in the order of their index, made one at a time and never kept: 10^7 of them cost no
// memory. The plan alone decides them: not the number of agents, nor the clock, nor how often they were made before. A
// new stream starts again at the first. Not for several threads at once.
//
// Request i (0, 1 …) asks payload i mod P; target_turns.h says where it goes. With users, user u of U sends requests
// u, u + U, u + 2U … as the turns of session u, each for a slot of its own (pool u + 2). Warm-up request k (1, 2 …) has
// index −k, the k-th payload from the end, the times and target of measured request k − 1, and draws of its own; where
// a fixed schedule is shorter than the warm-up it begins anew.
class RequestStream {
 public:
  // `dataset` must outlive the stream.
  RequestStream(const Plan& plan, const Dataset& dataset, LoadPhase phase);

  // The next request, or nullopt after the last. A closed loop with a duration and no count never ends: who asks stops.
  std::optional<wire::ScheduledRequest> Next();

  // The payload that request `index` asks, of `payloads` in all.
  static int64_t PayloadOf(int64_t index, int64_t payloads);

 private:
  void SetGate(int64_t ordinal, wire::ScheduledRequest& request) const;
  std::optional<int64_t> DrawOutputTokens(int64_t payload);

  const Plan plan_;
  const Dataset& dataset_;
  const LoadPhase phase_;
  const StopRule stop_;
  std::function<std::optional<int64_t>()> next_offset_ns_;  // null in a closed loop
  Rng output_lengths_, cancellations_;
  TargetTurns turns_;
  int64_t made_ = 0;
  bool over_ = false;
};

// Requests the phase schedules: its count, or in an open loop the arrivals before its end, or the smaller. Absent in a
// closed loop with a duration: there it is as many as were dispatched. Draws every arrival: 30 ns each.
std::optional<int64_t> ScheduledCount(const Plan& plan, const Dataset& dataset, LoadPhase phase);

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_REQUEST_STREAM_H_
