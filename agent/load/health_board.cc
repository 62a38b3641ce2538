#include "agent/load/health_board.h"

#include <algorithm>
#include <utility>

namespace barrage {
namespace {

// What stands until the next Post.
void CopyState(const LoopHealth& from, LoopHealth& to) {
  static_cast<LoadCounters&>(to) = from;
  to.loop_cpu_ns = from.loop_cpu_ns;
  to.in_flight = from.in_flight;
  to.granted_waiting = from.granted_waiting;
}

}  // namespace

void HealthBoard::Post(const LoadCounters& counters, int64_t loop_cpu_ns, uint64_t in_flight, uint64_t granted_waiting,
                       const LoopMeter::Reading& reading) {
  mailbox_.With([&](Posted& posted) {
    LoopHealth& health = posted.health;
    static_cast<LoadCounters&>(health) = counters;
    health.loop_cpu_ns = loop_cpu_ns;
    health.in_flight = in_flight;
    health.granted_waiting = granted_waiting;
    health.lateness.Merge(reading.lateness);
    health.lateness_max_ns = std::max(health.lateness_max_ns, reading.lateness_max_ns);
    for (const LoopMeter::Gap& gap : reading.gaps) health.gaps.push_back({gap.from_ns, gap.to_ns});
    posted.span_ns += reading.span_ns;
    posted.busy_ns += reading.busy_ns;
  });
}

LoopHealth HealthBoard::Take() {
  return mailbox_.With([](Posted& posted) {
    LoopHealth& health = posted.health;
    if (posted.span_ns > 0) {
      health.busy_fraction = static_cast<double>(posted.busy_ns) / static_cast<double>(posted.span_ns);
    }
    LoopHealth taken = std::move(health);
    CopyState(taken, health);
    health.lateness.Clear();
    health.lateness_max_ns = 0;
    health.busy_fraction = 0;
    health.gaps.clear();
    posted.span_ns = posted.busy_ns = 0;
    return taken;
  });
}

LoopHealth HealthBoard::Look() {
  return mailbox_.With([](const Posted& posted) {
    LoopHealth seen;
    CopyState(posted.health, seen);
    return seen;
  });
}

}  // namespace barrage
