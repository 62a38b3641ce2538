#ifndef COORDINATOR_WORKLOAD_REQUEST_STREAM_H_
#define COORDINATOR_WORKLOAD_REQUEST_STREAM_H_

#include <cstdint>
#include <optional>

#include "common/base/rng.h"
#include "coordinator/arrival/arrival_schedule.h"
#include "coordinator/plan/plan.h"
#include "coordinator/workload/dataset.h"
#include "proto/request.pb.h"

namespace barrage {

enum class LoadPhase { kWarmup, kMeasured };

// When a phase stops to issue requests. Both: the first reached. Neither: it does not.
struct StopRule {
  std::optional<int64_t> count;
  std::optional<int64_t> duration_ns;
};

// The phase's rule. A measured phase with neither count nor duration nor stages has count max(10, 2 × concurrency); a
// warm-up with neither has count 0.
StopRule StopRuleOf(const LoadPlan& load, LoadPhase phase);

// Concurrent requests that the load allows: the slots of a closed loop (1 unless the plan says otherwise) or of a
// capped rate; absent in an open loop.
std::optional<int64_t> SlotsOf(const LoadPlan& load);

// All requests of one phase in the order of their index, made one at a time and never kept: 10^7 of them cost no
// memory. The plan alone decides them: not the number of agents, nor the clock, nor how often they were made before. A
// new stream starts again at the first. Not for several threads at once.
//
// Request i (0, 1 …) asks payload i mod P and goes to URL i mod U and model i mod M, or to a drawn model. Warm-up
// request k (1, 2 …) has index −k, the k-th payload from the end, and draws of its own.
class RequestStream {
 public:
  // `dataset` must outlive the stream.
  RequestStream(const Plan& plan, const Dataset& dataset, LoadPhase phase);

  // The next request, or nullopt after the last. A closed loop with a duration and no count never ends: who asks stops.
  std::optional<wire::ScheduledRequest> Next();

  // The payload that request `index` asks, of `payloads` in all.
  static int64_t PayloadOf(int64_t index, int64_t payloads);

 private:
  std::optional<int64_t> DrawOutputTokens(int64_t payload);

  const Plan plan_;
  const Dataset& dataset_;
  const LoadPhase phase_;
  const StopRule stop_;
  std::optional<ArrivalSchedule> arrivals_;  // open loop
  Rng output_lengths_, models_, cancellations_;
  int64_t made_ = 0;
  bool over_ = false;
};

// Requests the phase schedules: its count, or in an open loop the arrivals before its end, or the smaller. Absent in a
// closed loop with a duration: there it is as many as were dispatched. Draws every arrival: 30 ns each.
std::optional<int64_t> ScheduledCount(const Plan& plan, LoadPhase phase);

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_REQUEST_STREAM_H_
