#ifndef COORDINATOR_METRICS_COMMON_AXIS_H_
#define COORDINATOR_METRICS_COMMON_AXIS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/clock_fit/clock_fit.h"
#include "common/record/run_log.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// Places agents' times on one axis, the coordinator's monotonic clock. Only timelines (throughput, concurrency,
// windows, wall times in exports) may use it: no duration of a request ever crosses clocks.
class CommonAxis {
 public:
  explicit CommonAxis(const RunFacts& facts);

  // An agent that exchanged nothing is placed by its t0; without one, its clock is taken for the coordinator's.
  int64_t ToCommon(uint32_t agent, int64_t agent_ns) const;

  // ToCommon undone, to 1 ns.
  int64_t ToAgent(uint32_t agent, int64_t common_ns) const;

  // How many agents the log knows.
  size_t agents() const { return agents_.size(); }

  // When the measured phase began; without one, when the run did.
  int64_t t0_ns() const { return t0_ns_; }

  // CLOCK_REALTIME at a time of the axis.
  int64_t ToWall(int64_t common_ns) const { return common_ns + wall_minus_common_ns_; }

  // How agent's clock was fitted, at the measured phase's start.
  ClockSummary Describe(uint32_t agent) const;

  // The measured phase's t0 as `agent` was told it, on the agent's own clock.
  std::optional<int64_t> AgentT0(uint32_t agent) const;

 private:
  struct Agent {
    std::optional<ClockFit> fit;
    int64_t exchanges = 0;
    struct Stage {
      int64_t exchanges = 0;
      int64_t last_ns = 0;  // agent's clock
    };
    std::array<Stage, 3> stages;   // by wire::ClockExchange::Stage
    std::optional<int64_t> t0_ns;  // agent's clock
  };
  std::vector<Agent> agents_;
  int64_t t0_ns_ = 0, wall_minus_common_ns_ = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_COMMON_AXIS_H_
