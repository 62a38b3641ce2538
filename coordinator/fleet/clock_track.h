#ifndef COORDINATOR_FLEET_CLOCK_TRACK_H_
#define COORDINATOR_FLEET_CLOCK_TRACK_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "common/base/clock.h"
#include "common/clock_fit/clock_fit.h"
#include "coordinator/fleet/agent_link.h"
#include "proto/facts.pb.h"

namespace barrage {

// The exchanges with one agent's clock. For the controller's thread; the links' writing threads note when a probe goes
// out.
class ClockTrack {
 public:
  // Sends a probe. `clock` outlives the link's stream.
  void Probe(AgentLink& link, wire::ClockExchange::Stage stage, const Clock& clock);

  // The answer arrived at `received_ns`. Returns the exchange (agent 0), or nullopt where no such probe is open.
  std::optional<wire::ClockExchange> Answered(const wire::ClockEcho& echo, int64_t received_ns);

  // Exchanges of a stage so far.
  int64_t answered(wire::ClockExchange::Stage stage) const;

  // Requires an exchange.
  ClockFit Fit() const { return FitClock(intervals_); }

 private:
  struct Open {
    wire::ClockExchange::Stage stage = wire::ClockExchange::BEFORE;
    std::shared_ptr<std::atomic<int64_t>> sent_ns;
  };
  std::map<uint64_t, Open> open_;  // by probe id
  uint64_t next_id_ = 1;
  std::vector<ClockInterval> intervals_;
  std::map<wire::ClockExchange::Stage, int64_t> answered_;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_CLOCK_TRACK_H_
