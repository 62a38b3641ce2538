#ifndef COORDINATOR_FLEET_LOOK_AHEAD_H_
#define COORDINATOR_FLEET_LOOK_AHEAD_H_

#include <cstdint>
#include <deque>

namespace barrage {

// How far one agent's granted schedule may reach: 10 s. In an open loop that is a matter of offsets. In a closed loop
// it is as many requests as its slots used in the last 10 s, and at least `least_per_slot` a slot. Pure; times are the
// coordinator's.
inline constexpr int64_t kLookAheadNs = 10'000'000'000;

class LookAhead {
 public:
  // With `extrapolate` a younger phase reaches as far as it would use in 10 s at the rate so far, a first request a
  // slot not counted: fast servers are not kept waiting for the first counts, but more is lost with an agent.
  LookAhead(int64_t slots, int64_t least_per_slot, bool extrapolate)
      : slots_(slots), least_per_slot_(least_per_slot), extrapolate_(extrapolate) {}

  // The phase starts at `t0_ns`; nothing was used before.
  void Start(int64_t t0_ns);

  // The agent holds more slots from now on.
  void AddSlots(int64_t slots) { slots_ += slots; }

  // By `now_ns` the agent had used up `used` requests of the phase (dispatched, or more). Totals never fall.
  void Used(int64_t now_ns, int64_t used);

  // Closed loop: how many more may be granted to an agent that was granted `granted` in the phase so far.
  int64_t MayGrant(int64_t now_ns, int64_t granted) const;

  int64_t used() const { return used_; }

 private:
  struct Sample {
    int64_t at_ns = 0, used = 0;
  };

  int64_t slots_;
  const int64_t least_per_slot_;
  const bool extrapolate_;
  int64_t t0_ns_ = 0;
  int64_t used_ = 0;
  std::deque<Sample> samples_;  // of about the last 10 s, oldest first
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_LOOK_AHEAD_H_
