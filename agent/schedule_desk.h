#ifndef AGENT_SCHEDULE_DESK_H_
#define AGENT_SCHEDULE_DESK_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/dealer.h"
#include "agent/load/worker_types.h"
#include "agent/payload_cache.h"
#include "common/record/request_record.h"
#include "proto/agent.pb.h"

namespace barrage {

// Where a run's schedule arrives: slices of the phase that runs are dealt to its loops, those of phases to come are
// held until their number of slots is known. Each request that came is given to exactly one of the two sinks. Not for
// several threads at once.
class ScheduleDesk {
 public:
  // A loop's part of a slice; `last`: nothing follows for it in this phase.
  using DealSink = std::function<void(uint32_t loop, std::vector<Assigned> requests, bool last)>;
  // A request that no loop gets, as a record with the outcome not_sent.
  using NotSentSink = std::function<void(RequestRecord&&)>;

  ScheduleDesk(DealSink deal, NotSentSink not_sent) : deal_(std::move(deal)), not_sent_(std::move(not_sent)) {}

  void OnPayload(const wire::PayloadPiece& piece);
  void OnSlice(wire::ScheduleSlice slice);

  // `phase` runs on `loops` loops with so many slots (0: none); deals what is held of it.
  void BeginPhase(uint32_t phase, uint32_t loops, uint32_t slots);

  // It has so many slots from now on.
  void SetSlots(uint32_t slots) {
    if (dealer_) dealer_->SetSlots(slots);
  }

  // It is done: what still comes for it is not sent.
  void EndPhase();

  // What is held is not sent.
  void DropHeld();

  // No further phase: neither is what comes from now on.
  void Close();

  // The stream is gone.
  void OnDetached() { payloads_.ForgetPieces(); }

  uint64_t slices_received() const { return slices_received_; }

 private:
  void Deal(wire::ScheduleSlice slice);
  void NotSent(const wire::ScheduledRequest& request, absl::string_view why);
  void NotSent(const wire::ScheduleSlice& slice);

  const DealSink deal_;
  const NotSentSink not_sent_;
  PayloadCache payloads_;
  std::map<uint32_t, std::vector<wire::ScheduleSlice>> held_;  // by phase
  std::optional<Dealer> dealer_;                               // of the phase that runs
  uint32_t loops_ = 0, phase_ = 0;
  uint64_t slices_received_ = 0;
  bool closed_ = false;
};

}  // namespace barrage

#endif  // AGENT_SCHEDULE_DESK_H_
