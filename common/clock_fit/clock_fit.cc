#include "common/clock_fit/clock_fit.h"

#include <algorithm>
#include <utility>

namespace barrage {
namespace {

constexpr int64_t kPieceNs = 60'000'000'000;

}  // namespace

ClockFit FitClock(absl::Span<const ClockInterval> exchanges) {
  std::vector<ClockInterval> sorted(exchanges.begin(), exchanges.end());
  std::sort(sorted.begin(), sorted.end(), [](const ClockInterval& a, const ClockInterval& b) {
    return std::pair(a.agent_ns, a.low_ns) < std::pair(b.agent_ns, b.low_ns);
  });
  ClockFit fit;
  OffsetLines all(sorted);
  fit.drift_ppm_ = all.drift_ppm();
  fit.residual_ns_ = all.residual_ns();
  const int64_t origin_ns = sorted.front().agent_ns;
  if (fit.residual_ns_ == 0 || sorted.back().agent_ns - origin_ns < kPieceNs) {
    fit.pieces_.push_back({origin_ns, std::move(all)});
    return fit;
  }
  for (size_t begin = 0; begin < sorted.size();) {
    const int64_t piece = (sorted[begin].agent_ns - origin_ns) / kPieceNs;
    size_t end = begin;
    while (end < sorted.size() && (sorted[end].agent_ns - origin_ns) / kPieceNs == piece) ++end;
    fit.pieces_.push_back(
        {sorted[begin].agent_ns, OffsetLines(absl::MakeConstSpan(sorted).subspan(begin, end - begin))});
    begin = end;
  }
  return fit;
}

OffsetBound ClockFit::At(int64_t agent_ns) const {
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), agent_ns,
                                [](int64_t t, const Piece& p) { return t < p.from_ns; });
  if (piece != pieces_.begin()) --piece;
  return piece->lines.At(agent_ns);
}

int64_t ClockFit::ToAgent(int64_t coordinator_ns) const {
  // The offset changes by at most 500 ns a millisecond: three rounds settle it.
  int64_t agent_ns = coordinator_ns - pieces_.front().lines.At(pieces_.front().from_ns).offset_ns;
  for (int round = 0; round < 4; ++round) agent_ns = coordinator_ns - At(agent_ns).offset_ns;
  return agent_ns;
}

}  // namespace barrage
