#include "coordinator/fleet/look_ahead.h"

#include <algorithm>

namespace barrage {
namespace {

// A shorter stretch says nothing of a rate.
constexpr int64_t kLeastStretchNs = 100'000'000;

}  // namespace

void LookAhead::Start(int64_t t0_ns) {
  t0_ns_ = t0_ns;
  used_ = 0;
  samples_.assign(1, {t0_ns, 0});
}

void LookAhead::Used(int64_t now_ns, int64_t used) {
  if (used <= used_) return;
  used_ = used;
  samples_.push_back({now_ns, used});
  while (samples_.size() > 1 && samples_[1].at_ns <= now_ns - kLookAheadNs) samples_.pop_front();
}

int64_t LookAhead::MayGrant(int64_t now_ns, int64_t granted) const {
  int64_t ahead = least_per_slot_ * slots_;
  if (!samples_.empty()) {
    const int64_t since_ns = std::max(samples_.front().at_ns, t0_ns_);
    const int64_t stretch_ns =
        extrapolate_ ? std::clamp(now_ns - since_ns, kLeastStretchNs, kLookAheadNs) : kLookAheadNs;
    // At the start all slots are filled at once, however long an answer then takes: that is no rate.
    const int64_t filled = extrapolate_ && samples_.front().used == 0 ? slots_ : 0;
    const double in_stretch = static_cast<double>(std::max<int64_t>(used_ - samples_.front().used - filled, 0));
    ahead = std::max(ahead, static_cast<int64_t>(in_stretch * kLookAheadNs / static_cast<double>(stretch_ns)));
  }
  return std::max<int64_t>(used_ + ahead - granted, 0);
}

}  // namespace barrage
