#include "agent/schedule_desk.h"

#include <utility>

#include "common/base/log.h"

namespace barrage {

void ScheduleDesk::OnPayload(const wire::PayloadPiece& piece) {
  // Requests that need it will say that it is not here.
  if (const absl::Status added = payloads_.Add(piece); !added.ok()) LogError(added.message());
}

void ScheduleDesk::OnSlice(wire::ScheduleSlice slice) {
  ++slices_received_;
  if (closed_ || slice.phase() < phase_ || (slice.phase() == phase_ && !dealer_)) {
    NotSent(slice);
  } else if (slice.phase() == phase_) {
    Deal(std::move(slice));
  } else {
    held_[slice.phase()].push_back(std::move(slice));
  }
}

void ScheduleDesk::BeginPhase(uint32_t phase, uint32_t loops, uint32_t slots) {
  phase_ = phase;
  loops_ = loops;
  dealer_.emplace(loops, slots);
  if (const auto held = held_.extract(phase); !held.empty()) {
    for (wire::ScheduleSlice& slice : held.mapped()) Deal(std::move(slice));
  }
}

void ScheduleDesk::EndPhase() { dealer_.reset(); }

void ScheduleDesk::DropHeld() {
  for (const auto& [phase, slices] : std::exchange(held_, {})) {
    for (const wire::ScheduleSlice& slice : slices) NotSent(slice);
  }
}

void ScheduleDesk::Close() {
  closed_ = true;
  DropHeld();
}

void ScheduleDesk::Deal(wire::ScheduleSlice slice) {
  std::vector<std::vector<Assigned>> shares(loops_);
  for (wire::ScheduledRequest& request : *slice.mutable_requests()) {
    auto payload = payloads_.Use(request);
    if (!payload.ok()) {
      LogError(payload.status().message());
      NotSent(request, payload.status().message());
      continue;
    }
    const uint32_t loop = dealer_->Deal(request);
    shares[loop].push_back({std::move(request), *std::move(payload)});
  }
  for (uint32_t loop = 0; loop < loops_; ++loop) {
    if (!shares[loop].empty() || slice.last()) deal_(loop, std::move(shares[loop]), slice.last());
  }
}

void ScheduleDesk::NotSent(const wire::ScheduledRequest& request, absl::string_view why) {
  RequestRecord record;
  record.index = request.index();
  record.payload_id = request.payload_id();
  if (request.has_session()) record.session = static_cast<int64_t>(request.session());
  if (request.has_turn()) record.turn = static_cast<int64_t>(request.turn());
  record.url_index = request.url_index();
  record.model_index = request.model_index();
  if (request.has_max_output_tokens()) record.asked_output_tokens = request.max_output_tokens();
  if (request.has_cancel_after_ns()) record.cancel_after_ns = request.cancel_after_ns();
  if (!why.empty()) record.error = std::string(why);
  record.outcome = Outcome::kNotSent;
  not_sent_(std::move(record));
}

void ScheduleDesk::NotSent(const wire::ScheduleSlice& slice) {
  for (const wire::ScheduledRequest& request : slice.requests()) NotSent(request, "");
}

}  // namespace barrage
