#include "coordinator/fleet/progress_board.h"

#include <algorithm>

namespace barrage {
namespace {

constexpr int64_t kTargetSilenceNs = 10'000'000'000;
constexpr uint64_t kFailedConnects = 20;
constexpr uint64_t kRequestsForARate = 100;

// Grows with every answer of which a byte came.
uint64_t Answers(const FleetTotals& totals) {
  return totals.content_events + totals.of(Outcome::kOk) + totals.of(Outcome::kHttpError) +
         totals.of(Outcome::kStreamError) + totals.of(Outcome::kTruncated) + totals.of(Outcome::kProtocolError) +
         totals.of(Outcome::kEmpty);
}

}  // namespace

FleetTotals ProgressBoard::totals() const {
  FleetTotals totals;
  for (const auto& [agent, sample] : newest_) {
    totals.dispatched += sample.dispatched();
    totals.finished += sample.finished();
    totals.in_flight += sample.in_flight();
    totals.content_events += sample.content_events();
    totals.output_tokens += sample.output_tokens();
    const int known = std::min<int>(sample.outcomes_size(), static_cast<int>(kOutcomes.size()));
    for (int i = 0; i < known; ++i) totals.outcomes[static_cast<size_t>(i)] += sample.outcomes(i);
  }
  return totals;
}

void ProgressBoard::Update(uint32_t agent, const wire::HealthSample& sample, int64_t now_ns) {
  newest_[agent] = sample;
  const FleetTotals now = totals();
  const uint64_t answers = Answers(now);
  if (answers == answers_) return;
  answers_ = answers;
  last_answer_ns_ = now_ns;
  failed_connects_then_ = now.of(Outcome::kConnectError);
}

void ProgressBoard::BeginPhase(int64_t now_ns) {
  at_phase_ = totals();
  last_answer_ns_ = now_ns;
  failed_connects_then_ = at_phase_.of(Outcome::kConnectError);
}

bool ProgressBoard::TargetLost(int64_t now_ns) const {
  return now_ns - last_answer_ns_ >= kTargetSilenceNs &&
         totals().of(Outcome::kConnectError) >= failed_connects_then_ + kFailedConnects;
}

FleetTotals ProgressBoard::PhaseTotals() const {
  FleetTotals totals = this->totals();
  totals.dispatched -= at_phase_.dispatched;
  totals.finished -= at_phase_.finished;
  totals.content_events -= at_phase_.content_events;
  totals.output_tokens -= at_phase_.output_tokens;
  for (size_t i = 0; i < totals.outcomes.size(); ++i) totals.outcomes[i] -= at_phase_.outcomes[i];
  return totals;
}

std::optional<double> ProgressBoard::ErrorRate() const {
  const FleetTotals phase = PhaseTotals();
  uint64_t ended = 0, failed = 0;
  for (const OutcomeRow& row : kOutcomes) {
    const uint64_t count = phase.of(row.outcome);
    if (row.dispatched) ended += count;
    if (row.failure) failed += count;
  }
  if (ended < kRequestsForARate) return std::nullopt;
  return 100.0 * static_cast<double>(failed) / static_cast<double>(ended);
}

}  // namespace barrage
