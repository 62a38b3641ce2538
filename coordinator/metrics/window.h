#ifndef COORDINATOR_METRICS_WINDOW_H_
#define COORDINATOR_METRICS_WINDOW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "coordinator/metrics/common_axis.h"
#include "coordinator/metrics/in_flight.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// A part of the run, [from, to) on the common axis. `whole` takes every request, whenever it ran.
struct Window {
  std::string name;
  int64_t from_ns = 0, to_ns = 0;
  bool whole = false;
  double dip_fraction = 0;
};

// What --window asks for.
struct WindowChoice {
  enum class Kind { kWhole, kSteady, kRange } kind = Kind::kWhole;
  absl::Duration from, to;  // since t0; kRange
};

// "whole", "steady", or FROM:TO in seconds since the start ("10:60"). Error: InvalidArgument.
absl::StatusOr<WindowChoice> ReadWindowChoice(absl::string_view text);

// From the first start to the last end. Requires !in_flight.empty().
Window WholeWindow(const InFlight& in_flight);

// METRICS §5. Closed loop: from the first instant at which ⌈0.95 C⌉ requests ran to the last; absent if so many never
// did. Open loop: from t0 to the last arrival. Requires !in_flight.empty().
std::optional<Window> SteadyWindow(const LoadPlan& load, const InFlight& in_flight, int64_t t0_ns);

// Slices of this length from t0 to the last end, at most 100,000; the last one may be shorter. Requires length > 0 and
// !in_flight.empty().
std::vector<Window> SliceWindows(absl::Duration length, const InFlight& in_flight, int64_t t0_ns);

// Says in which of several disjoint windows a time of an agent's clock lies. Nothing happens before t0: what the axis
// places there, within the clocks' bound, counts as having happened at t0.
class WindowFinder {
 public:
  // `windows` are in ascending order and do not overlap; they and the axis must outlive the finder.
  WindowFinder(const CommonAxis& axis, absl::Span<const Window> windows);

  // An index into the windows, or −1.
  int Find(uint32_t agent, int64_t agent_ns);

 private:
  // On an agent's clock.
  struct Edges {
    int64_t t0_ns = 0;
    std::vector<int64_t> bounds;  // from, to, from, to …
  };

  const CommonAxis& axis_;
  absl::Span<const Window> windows_;
  std::vector<Edges> edges_;  // by agent
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_WINDOW_H_
