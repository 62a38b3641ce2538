#include "agent/load/closed_loop_pacer.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace barrage {
namespace {

constexpr int64_t kFirstRestNs = 10'000'000, kLongestRestNs = 1'000'000'000;

}  // namespace

ClosedLoopPacer::ClosedLoopPacer(int64_t t0_ns, uint32_t slots) : t0_ns_(t0_ns), refusals_(slots), freed_ns_(slots) {
  for (uint32_t slot = 0; slot < slots; ++slot) free_.push_back(slot);
}

void ClosedLoopPacer::Add(std::vector<Waiting> requests) {
  queue_.insert(queue_.end(), std::make_move_iterator(requests.begin()), std::make_move_iterator(requests.end()));
}

int64_t ClosedLoopPacer::NextDueNs() const {
  if (queue_.empty()) return kNever;
  const int64_t arrival_ns = t0_ns_ + queue_.front().request.offset_ns();
  if (!free_.empty()) return arrival_ns;
  return resting_.empty() ? kNever : std::max(arrival_ns, resting_.front().first);
}

void ClosedLoopPacer::EndRests(int64_t now_ns) {
  while (!resting_.empty() && resting_.front().first <= now_ns) {
    free_.push_back(resting_.front().second);
    freed_ns_[free_.back()] = resting_.front().first;
    std::pop_heap(resting_.begin(), resting_.end(), std::greater<>());
    resting_.pop_back();
  }
}

std::optional<Due> ClosedLoopPacer::TakeDue(int64_t now_ns) {
  EndRests(now_ns);
  if (free_.empty() || NextDueNs() > now_ns) return std::nullopt;
  const int64_t offset_ns = queue_.front().request.offset_ns();
  Due due{.waiting = std::move(queue_.front()),
          .intended_ns = std::nullopt,
          .blocked_ns = std::nullopt,
          .slot = free_.front()};
  queue_.pop_front();
  free_.pop_front();
  if (offset_ns > 0) {
    due.intended_ns = t0_ns_ + offset_ns;
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
  const int doublings = std::min(refusals_[slot]++, 7);
  resting_.emplace_back(now_ns + std::min(kFirstRestNs << doublings, kLongestRestNs), slot);
  std::push_heap(resting_.begin(), resting_.end(), std::greater<>());
}

}  // namespace barrage
