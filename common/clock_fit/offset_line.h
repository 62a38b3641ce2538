#ifndef COMMON_CLOCK_FIT_OFFSET_LINE_H_
#define COMMON_CLOCK_FIT_OFFSET_LINE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace barrage {

// One exchange with an agent: when the agent read its clock as `agent_ns`, coordinator − agent lay in [low_ns,
// high_ns].
struct ClockInterval {
  int64_t agent_ns = 0, low_ns = 0, high_ns = 0;
};

// The exchange that was sent and received at these coordinator times and answered with `agent_ns`.
inline ClockInterval IntervalOf(int64_t sent_ns, int64_t agent_ns, int64_t received_ns) {
  return {agent_ns, sent_ns - agent_ns, received_ns - agent_ns};
}

struct OffsetBound {
  int64_t offset_ns = 0;  // coordinator − agent
  int64_t bound_ns = 0;   // ±
};

// Clocks are disciplined by at most this much: the kernel slews no faster.
inline constexpr double kMaxDrift = 500e-6;

// All lines offset(t) = o + ρ·t with |ρ| ≤ kMaxDrift that pass through every interval: a convex polygon in (ρ, o), kept
// as its vertices. Where no line passes, every interval is widened by the least amount, residual_ns, that lets one
// pass.
class OffsetLines {
 public:
  // Requires at least one interval, each with low_ns <= high_ns. Any order.
  explicit OffsetLines(absl::Span<const ClockInterval> intervals);

  // The middle of what the lines say at agent time `agent_ns`, and half their spread (plus the residual). The true
  // offset is inside, if the clocks kept to kMaxDrift and the residual is 0.
  OffsetBound At(int64_t agent_ns) const;

  // Middle of the slopes of all lines.
  double drift_ppm() const;

  // The worst violation of an interval by the best line; 0: a line passes through all.
  int64_t residual_ns() const { return residual_ns_; }

 private:
  struct Vertex {
    double slope = 0, offset_ns = 0;  // relative to origin_ns_ and base_ns_
  };

  int64_t origin_ns_ = 0, base_ns_ = 0;
  int64_t residual_ns_ = 0;
  std::vector<Vertex> vertices_;
};

}  // namespace barrage

#endif  // COMMON_CLOCK_FIT_OFFSET_LINE_H_
