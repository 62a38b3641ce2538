#ifndef AGENT_LOAD_HEALTH_BOARD_H_
#define AGENT_LOAD_HEALTH_BOARD_H_

#include <cstdint>

#include "agent/load/loop_health.h"
#include "agent/load/mailbox.h"
#include "agent/loop/loop_meter.h"

namespace barrage {

// Where a loop posts its health and others take it.
class HealthBoard {
 public:
  // The loop's state now and what its meter read since the previous Post.
  void Post(const LoadCounters& counters, int64_t loop_cpu_ns, uint64_t in_flight, uint64_t granted_waiting,
            const LoopMeter::Reading& reading);

  // As posted last, with all readings since the previous Take.
  LoopHealth Take();

  // The counters and the state as posted last; the readings stay for Take.
  LoopHealth Look();

 private:
  struct Posted {
    LoopHealth health;
    int64_t span_ns = 0, busy_ns = 0;
  };
  Mailbox<Posted> mailbox_;
};

}  // namespace barrage

#endif  // AGENT_LOAD_HEALTH_BOARD_H_
