#ifndef COMMON_CLOCK_FIT_CLOCK_FIT_H_
#define COMMON_CLOCK_FIT_CLOCK_FIT_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/clock_fit/offset_line.h"

namespace barrage {

// How one agent's monotonic clock stands to the coordinator's: a value, computed from exchanges alone. One line where
// one passes through all intervals; else a line for each 60 s of agent time (piecewise), which a report must say.
class ClockFit {
 public:
  // Where the coordinator's clock stood when the agent's was `agent_ns`, less `agent_ns`. Before the first exchange and
  // after the last the bound grows with the distance.
  OffsetBound At(int64_t agent_ns) const;

  // The coordinator's time at agent time `agent_ns`.
  int64_t ToCoordinator(int64_t agent_ns) const { return agent_ns + At(agent_ns).offset_ns; }

  // The agent's time at coordinator time `coordinator_ns`: ToCoordinator undone, to 1 ns.
  int64_t ToAgent(int64_t coordinator_ns) const;

  double drift_ppm() const { return drift_ppm_; }

  // The worst violation of an exchange's interval by the best single line; 0 unless piecewise.
  int64_t residual_ns() const { return residual_ns_; }

  bool piecewise() const { return pieces_.size() > 1; }

 private:
  friend ClockFit FitClock(absl::Span<const ClockInterval> exchanges);

  struct Piece {
    int64_t from_ns = 0;  // agent time of its first exchange
    OffsetLines lines;
  };

  std::vector<Piece> pieces_;  // by from_ns, never empty
  double drift_ppm_ = 0;
  int64_t residual_ns_ = 0;
};

// Requires at least one exchange, each with low_ns <= high_ns. The order does not matter.
ClockFit FitClock(absl::Span<const ClockInterval> exchanges);

}  // namespace barrage

#endif  // COMMON_CLOCK_FIT_CLOCK_FIT_H_
