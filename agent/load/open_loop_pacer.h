#ifndef AGENT_LOAD_OPEN_LOOP_PACER_H_
#define AGENT_LOAD_OPEN_LOOP_PACER_H_

#include "agent/load/pacer.h"

namespace barrage {

// Each request is sent at its offset after t0, whatever became of the others. One that is overdue is sent at once,
// never skipped.
class OpenLoopPacer final : public Pacer {
 public:
  explicit OpenLoopPacer(int64_t t0_ns) : t0_ns_(t0_ns) {}

  void Add(std::vector<Waiting> requests) override;
  std::optional<Due> TakeDue(int64_t now_ns) override;
  int64_t NextDueNs() const override;
  void OnFinished(uint32_t, bool, int64_t) override {}
  uint32_t idle_slots(int64_t) const override { return 0; }

 private:
  const int64_t t0_ns_;
};

}  // namespace barrage

#endif  // AGENT_LOAD_OPEN_LOOP_PACER_H_
