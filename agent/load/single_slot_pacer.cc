#include "agent/load/single_slot_pacer.h"

#include <algorithm>
#include <iterator>

#include "agent/load/refusal_rest.h"

namespace barrage {

int64_t SingleSlotPacer::DueNs(const Slot& slot) const {
  const wire::ScheduledRequest& request = slot.requests.front().request;
  const int64_t due_ns = std::max(t0_ns_ + request.offset_ns(), slot.free_from_ns);
  return slot.last_start_ns ? std::max(due_ns, *slot.last_start_ns + request.spacing_ns()) : due_ns;
}

void SingleSlotPacer::Queue(uint32_t number) {
  const Slot& slot = slots_[number];
  if (!slot.busy && !slot.requests.empty()) due_.emplace(DueNs(slot), number);
}

void SingleSlotPacer::Add(std::vector<Waiting> requests) {
  for (Waiting& waiting : requests) {
    const auto [place, is_new] =
        by_pool_.try_emplace(waiting.request.slot_pool(), static_cast<uint32_t>(slots_.size()));
    if (is_new) slots_.emplace_back();
    Slot& slot = slots_[place->second];
    slot.requests.push_back(std::move(waiting));
    ++waiting_apart_;
    if (slot.requests.size() == 1) Queue(place->second);
  }
}

int64_t SingleSlotPacer::NextDueNs() const { return due_.empty() ? kNever : due_.begin()->first; }

std::optional<Due> SingleSlotPacer::TakeDue(int64_t now_ns) {
  if (NextDueNs() > now_ns) return std::nullopt;
  const auto [at_ns, number] = *due_.begin();
  due_.erase(due_.begin());
  Slot& slot = slots_[number];
  const int64_t intended_ns = t0_ns_ + slot.requests.front().request.offset_ns();
  Due due{.waiting = std::move(slot.requests.front()),
          .intended_ns = intended_ns,
          .blocked_ns = at_ns - intended_ns,
          .slot = number};
  slot.requests.pop_front();
  --waiting_apart_;
  slot.busy = true;
  slot.last_start_ns = at_ns;
  return due;
}

void SingleSlotPacer::OnFinished(uint32_t number, bool refused, int64_t now_ns) {
  Slot& slot = slots_[number];
  slot.busy = false;
  slot.free_from_ns = refused ? now_ns + RefusalRestNs(slot.refusals++) : now_ns;
  if (!refused) slot.refusals = 0;
  Queue(number);
}

std::deque<Waiting> SingleSlotPacer::TakeWaiting() {
  std::deque<Waiting> rest;
  for (Slot& slot : slots_) {
    std::move(slot.requests.begin(), slot.requests.end(), std::back_inserter(rest));
    slot.requests.clear();
  }
  due_.clear();
  waiting_apart_ = 0;
  std::stable_sort(rest.begin(), rest.end(),
                   [](const Waiting& a, const Waiting& b) { return a.request.offset_ns() < b.request.offset_ns(); });
  return rest;
}

}  // namespace barrage
