#include "coordinator/metrics/in_flight.h"

#include <algorithm>

namespace barrage {

void InFlight::Reserve(int64_t requests) {
  starts_.reserve(static_cast<size_t>(requests));
  ends_.reserve(static_cast<size_t>(requests));
}

void InFlight::Add(int64_t start_ns, int64_t end_ns) {
  starts_.push_back(start_ns);
  ends_.push_back(end_ns);
}

void InFlight::Seal() {
  std::sort(starts_.begin(), starts_.end());
  std::sort(ends_.begin(), ends_.end());
}

template <typename Step>
void InFlight::ForEachStretch(int64_t from_ns, int64_t to_ns, const Step& step) const {
  auto start = std::upper_bound(starts_.begin(), starts_.end(), from_ns);
  auto end = std::upper_bound(ends_.begin(), ends_.end(), from_ns);
  int64_t running = (start - starts_.begin()) - (end - ends_.begin());
  for (int64_t now = from_ns; now < to_ns;) {
    int64_t next = to_ns;
    if (start != starts_.end()) next = std::min(next, *start);
    if (end != ends_.end()) next = std::min(next, *end);
    step(now, next, running);
    now = next;
    for (; start != starts_.end() && *start == now; ++start) ++running;
    for (; end != ends_.end() && *end == now; ++end) --running;
  }
}

InFlight::Level InFlight::Over(int64_t from_ns, int64_t to_ns) const {
  Level level;
  if (to_ns <= from_ns) return level;
  Int128 request_ns = 0;
  ForEachStretch(from_ns, to_ns, [&](int64_t from, int64_t to, int64_t running) {
    request_ns += Int128{to - from} * running;
    level.max = std::max(level.max, running);
  });
  level.mean = Ratio(request_ns, Int128{to_ns} - from_ns);
  return level;
}

std::optional<InFlight::Plateau> InFlight::AtLeast(int64_t level) const {
  if (empty()) return std::nullopt;
  std::optional<Plateau> plateau;
  int64_t below = 0, below_at_end = 0;
  ForEachStretch(first_start_ns(), last_end_ns(), [&](int64_t from, int64_t to, int64_t running) {
    if (running < level) {
      below += to - from;
      return;
    }
    if (!plateau) {
      plateau = Plateau{.from_ns = from, .to_ns = to, .dip_fraction = 0};
      below = 0;
    }
    plateau->to_ns = to;
    below_at_end = below;
  });
  if (plateau) plateau->dip_fraction = Ratio(below_at_end, plateau->to_ns - plateau->from_ns);
  return plateau;
}

}  // namespace barrage
