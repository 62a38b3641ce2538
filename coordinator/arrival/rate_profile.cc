#include "coordinator/arrival/rate_profile.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/time/time.h"

namespace barrage {

RateProfile RateProfile::Of(const LoadPlan& load) {
  RateProfile profile;
  for (const RateStage& stage : load.stages) {
    profile.Append(stage.from_per_s, stage.to_per_s, absl::ToDoubleSeconds(stage.length));
  }
  if (!load.stages.empty()) return profile;
  const double rate = load.request_rate.value_or(0);
  if (load.request_rate_ramp) profile.Append(0, rate, absl::ToDoubleSeconds(*load.request_rate_ramp));
  profile.Append(rate, rate, std::numeric_limits<double>::infinity());
  return profile;
}

void RateProfile::Append(double from_per_s, double to_per_s, double length_s) {
  if (length_s <= 0) return;
  Piece piece = {.start_s = 0,
                 .length_s = length_s,
                 .arrivals_before = 0,
                 .arrivals = (from_per_s + to_per_s) / 2 * length_s,
                 .from_per_s = from_per_s,
                 .slope = (to_per_s - from_per_s) / length_s};
  if (!pieces_.empty()) {
    piece.start_s = pieces_.back().start_s + pieces_.back().length_s;
    piece.arrivals_before = pieces_.back().arrivals_before + pieces_.back().arrivals;
  }
  pieces_.push_back(piece);
}

std::optional<double> RateProfile::TimeOf(double arrivals) const {
  for (const Piece& piece : pieces_) {
    const double inside = arrivals - piece.arrivals_before;
    if (inside >= piece.arrivals) continue;
    // inside = from·t + slope·t²/2, solved so that nothing cancels and a slope of 0 needs no case of its own.
    const double root = std::sqrt(std::max(0.0, piece.from_per_s * piece.from_per_s + 2 * piece.slope * inside));
    const double t = inside <= 0 ? 0 : 2 * inside / (piece.from_per_s + root);
    return piece.start_s + std::min(t, piece.length_s);
  }
  return std::nullopt;
}

}  // namespace barrage
