#ifndef AGENT_LOAD_CLOSED_LOOP_PACER_H_
#define AGENT_LOAD_CLOSED_LOOP_PACER_H_

#include <deque>
#include <utility>
#include <vector>

#include "agent/load/pacer.h"

namespace barrage {

// A fixed number of slots, each of which holds one request at a time: a slot that is free takes the next request, as
// soon as that one's offset has come where it has one. With offsets it is a capped rate: arrivals keep their times, and
// what they wait for a slot is `blocked`. A slot that got no connection rests (refusal_rest.h).
class ClosedLoopPacer final : public Pacer {
 public:
  // Requires slots > 0. `opens_ns`: when slots 0, 1 … open, after t0, ascending; those without one are open from t0 on.
  ClosedLoopPacer(int64_t t0_ns, uint32_t slots, const std::vector<int64_t>& opens_ns = {});

  // More slots, open from `now_ns` on.
  void AddSlots(uint32_t more, int64_t now_ns);

  void Add(std::vector<Waiting> requests) override;
  std::optional<Due> TakeDue(int64_t now_ns) override;
  int64_t NextDueNs() const override;
  void OnFinished(uint32_t slot, bool refused, int64_t now_ns) override;
  uint32_t idle_slots(int64_t now_ns) const override;

 private:
  struct Opening {
    int64_t at_ns;
    uint32_t slot;
  };
  void OpenSlots(int64_t now_ns);

  const int64_t t0_ns_;
  std::deque<uint32_t> free_;                          // first freed, first used
  std::deque<Opening> closed_;                         // slots that open later, the soonest in front
  std::vector<std::pair<int64_t, uint32_t>> resting_;  // (until, slot), a heap with the soonest in front
  std::vector<int> refusals_;                          // in a row, by slot
  std::vector<int64_t> freed_ns_;                      // by slot
};

}  // namespace barrage

#endif  // AGENT_LOAD_CLOSED_LOOP_PACER_H_
