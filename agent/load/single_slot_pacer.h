#ifndef AGENT_LOAD_SINGLE_SLOT_PACER_H_
#define AGENT_LOAD_SINGLE_SLOT_PACER_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "agent/load/pacer.h"

namespace barrage {

// Slots that each have a schedule of their own: a request waits for the one slot of the pool it names, whatever the
// others do. It starts at its offset, or when the slot's request before it has ended, or its spacing after that one was
// to start, whichever is last: who was kept waiting does not hurry to catch up. What a request waits beyond its offset
// is `blocked`. A slot that got no connection rests (refusal_rest.h). A pool is there from its first request on.
class SingleSlotPacer final : public Pacer {
 public:
  explicit SingleSlotPacer(int64_t t0_ns) : t0_ns_(t0_ns) {}

  void Add(std::vector<Waiting> requests) override;
  std::optional<Due> TakeDue(int64_t now_ns) override;
  int64_t NextDueNs() const override;
  void OnFinished(uint32_t slot, bool refused, int64_t now_ns) override;
  uint32_t idle_slots(int64_t) const override { return 0; }  // a slot without a request is none that lacks one
  std::deque<Waiting> TakeWaiting() override;

 private:
  struct Slot {
    std::deque<Waiting> requests;
    bool busy = false;
    int refusals = 0;  // in a row
    int64_t free_from_ns = 0;
    std::optional<int64_t> last_start_ns;  // of its newest request, as it was due
  };

  int64_t DueNs(const Slot& slot) const;
  void Queue(uint32_t number);

  const int64_t t0_ns_;
  std::unordered_map<uint32_t, uint32_t> by_pool_;  // slot numbers
  std::vector<Slot> slots_;
  std::set<std::pair<int64_t, uint32_t>> due_;  // (when, slot) of those that are free and have a request
};

}  // namespace barrage

#endif  // AGENT_LOAD_SINGLE_SLOT_PACER_H_
