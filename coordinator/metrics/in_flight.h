#ifndef COORDINATOR_METRICS_IN_FLIGHT_H_
#define COORDINATOR_METRICS_IN_FLIGHT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "coordinator/metrics/rational.h"

namespace barrage {

// How many requests ran at each instant of the common axis. A request runs in [start, end): where one ends as another
// starts, the level does not rise. Sixteen bytes a request.
class InFlight {
 public:
  void Reserve(int64_t requests);

  // Requires start <= end.
  void Add(int64_t start_ns, int64_t end_ns);

  // Sorts. Needed after the last Add and before any question.
  void Seal();

  bool empty() const { return starts_.empty(); }
  // Requires !empty().
  int64_t first_start_ns() const { return starts_.front(); }
  int64_t last_start_ns() const { return starts_.back(); }
  int64_t last_end_ns() const { return ends_.back(); }

  struct Level {
    double mean = 0;  // time-weighted
    int64_t max = 0;
  };
  // Over [from, to); zeros where that is empty.
  Level Over(int64_t from_ns, int64_t to_ns) const;

  struct Plateau {
    int64_t from_ns = 0, to_ns = 0;
    double dip_fraction = 0;  // share of it below the level
  };
  // From the first instant at which `level` requests ran to the last such instant; absent if so many never did.
  std::optional<Plateau> AtLeast(int64_t level) const;

 private:
  // Calls step(from_ns, to_ns, running) for every stretch of [from_ns, to_ns) with a constant level, in order.
  template <typename Step>
  void ForEachStretch(int64_t from_ns, int64_t to_ns, const Step& step) const;

  std::vector<int64_t> starts_, ends_;
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_IN_FLIGHT_H_
