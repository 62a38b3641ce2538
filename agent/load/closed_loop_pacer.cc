#include "agent/load/closed_loop_pacer.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "agent/load/refusal_rest.h"

namespace barrage {

ClosedLoopPacer::ClosedLoopPacer(int64_t t0_ns, uint32_t slots, const std::vector<int64_t>& opens_ns)
    : t0_ns_(t0_ns), refusals_(slots), freed_ns_(slots) {
  for (uint32_t slot = 0; slot < slots; ++slot) {
    const int64_t opens = slot < opens_ns.size() ? opens_ns[slot] : 0;
    if (opens > 0) {
      closed_.push_back({t0_ns + opens, slot});
    } else {
      free_.push_back(slot);
    }
  }
}

void ClosedLoopPacer::AddSlots(uint32_t more, int64_t now_ns) {
  for (; more > 0; --more) {
    free_.push_back(static_cast<uint32_t>(freed_ns_.size()));
    freed_ns_.push_back(now_ns);
    refusals_.push_back(0);
  }
}

void ClosedLoopPacer::Add(std::vector<Waiting> requests) {
  queue_.insert(queue_.end(), std::make_move_iterator(requests.begin()), std::make_move_iterator(requests.end()));
}

int64_t ClosedLoopPacer::NextDueNs() const {
  if (queue_.empty()) return kNever;
  const int64_t arrival_ns = t0_ns_ + queue_.front().request.offset_ns();
  if (!free_.empty()) return arrival_ns;
  const int64_t rested_ns = resting_.empty() ? kNever : resting_.front().first;
  const int64_t opened_ns = closed_.empty() ? kNever : closed_.front().at_ns;
  return std::max(arrival_ns, std::min(rested_ns, opened_ns));
}

uint32_t ClosedLoopPacer::idle_slots(int64_t now_ns) const {
  const auto opened = std::find_if(closed_.begin(), closed_.end(), [&](const Opening& o) { return o.at_ns > now_ns; });
  return static_cast<uint32_t>(free_.size() + resting_.size()) + static_cast<uint32_t>(opened - closed_.begin());
}

void ClosedLoopPacer::OpenSlots(int64_t now_ns) {
  while (!closed_.empty() && closed_.front().at_ns <= now_ns) {
    free_.push_back(closed_.front().slot);
    freed_ns_[free_.back()] = closed_.front().at_ns;
    closed_.pop_front();
  }
  while (!resting_.empty() && resting_.front().first <= now_ns) {
    free_.push_back(resting_.front().second);
    freed_ns_[free_.back()] = resting_.front().first;
    std::pop_heap(resting_.begin(), resting_.end(), std::greater<>());
    resting_.pop_back();
  }
}

std::optional<Due> ClosedLoopPacer::TakeDue(int64_t now_ns) {
  OpenSlots(now_ns);
  if (free_.empty() || NextDueNs() > now_ns) return std::nullopt;
  Due due{.waiting = std::move(queue_.front()),
          .intended_ns = std::nullopt,
          .blocked_ns = std::nullopt,
          .slot = free_.front()};
  queue_.pop_front();
  free_.pop_front();
  if (const wire::ScheduledRequest& request = due.waiting.request; request.has_offset_ns()) {
    due.intended_ns = t0_ns_ + request.offset_ns();
    due.blocked_ns = std::max<int64_t>(0, freed_ns_[due.slot] - *due.intended_ns);
  }
  return due;
}

void ClosedLoopPacer::OnFinished(uint32_t slot, bool refused, int64_t now_ns) {
  if (!refused) {
    refusals_[slot] = 0;
    freed_ns_[slot] = now_ns;
    free_.push_back(slot);
    return;
  }
  resting_.emplace_back(now_ns + RefusalRestNs(refusals_[slot]++), slot);
  std::push_heap(resting_.begin(), resting_.end(), std::greater<>());
}

}  // namespace barrage
