#ifndef COORDINATOR_FLEET_PROGRESS_BOARD_H_
#define COORDINATOR_FLEET_PROGRESS_BOARD_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>

#include "common/record/outcome.h"
#include "proto/facts.pb.h"

namespace barrage {

// Counters over all agents since the run began.
struct FleetTotals {
  uint64_t dispatched = 0, finished = 0, in_flight = 0;
  uint64_t content_events = 0, output_tokens = 0;
  std::array<uint64_t, kOutcomes.size()> outcomes{};  // by Outcome number − 1

  uint64_t of(Outcome outcome) const { return outcomes[static_cast<size_t>(outcome) - 1]; }

  // Requests that were sent and ended: a record is also made of what was granted and never sent.
  uint64_t ended() const { return finished - std::min(finished, of(Outcome::kNotSent)); }
};

// The newest health sample of each agent, and what they say together of the target. Pure; times are the coordinator's.
class ProgressBoard {
 public:
  void Update(uint32_t agent, const wire::HealthSample& sample, int64_t now_ns);

  // The agent is gone: what it had in flight is no more. What it did stays counted.
  void Gone(uint32_t agent) { newest_[agent].set_in_flight(0); }

  // A phase begins: silence and errors count from here.
  void BeginPhase(int64_t now_ns);

  FleetTotals totals() const;

  // The same since the phase began; in_flight is as of now.
  FleetTotals PhaseTotals() const;

  // No agent had a byte of an answer for 10 s, and at least 20 connects failed meanwhile.
  bool TargetLost(int64_t now_ns) const;

  // Share of the phase's dispatched requests that failed, in percent; nullopt before the 100th has ended.
  std::optional<double> ErrorRate() const;

 private:
  std::map<uint32_t, wire::HealthSample> newest_;
  FleetTotals at_phase_;
  int64_t last_answer_ns_ = 0;
  uint64_t answers_ = 0, failed_connects_then_ = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_PROGRESS_BOARD_H_
