#ifndef AGENT_REDIAL_H_
#define AGENT_REDIAL_H_

#include <algorithm>
#include <cstdint>

#include "common/base/rng.h"

namespace barrage {

// How long to wait before the coordinator is dialled again. Idle agents come back after about a second, each at its own
// moment, so that a hundred do not arrive at once; with a run's records in hand they start at 100 ms and double to 1 s.
// Pure but for its random stream.
class Redial {
 public:
  explicit Redial(uint64_t seed) : rng_(seed, "redial") {}

  // After a failed dial or a lost stream.
  int64_t WaitNs(bool holds_run) {
    if (!holds_run) return kIdleNs / 2 + static_cast<int64_t>(rng_.Uniform() * kIdleNs);
    const int64_t wait_ns = next_ns_;
    next_ns_ = std::min(2 * next_ns_, kIdleNs);
    return wait_ns;
  }

  // The coordinator refused: its mind changes slowly.
  int64_t WaitAfterRefusalNs() { return 3 * kIdleNs + static_cast<int64_t>(rng_.Uniform() * kIdleNs); }

  // The coordinator welcomed the agent.
  void Reset() { next_ns_ = kFirstNs; }

 private:
  static constexpr int64_t kFirstNs = 100'000'000, kIdleNs = 1'000'000'000;

  Rng rng_;
  int64_t next_ns_ = kFirstNs;
};

}  // namespace barrage

#endif  // AGENT_REDIAL_H_
