#ifndef COORDINATOR_FLEET_FLEET_EVENT_H_
#define COORDINATOR_FLEET_FLEET_EVENT_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "coordinator/fleet/agent_link.h"
#include "proto/agent.pb.h"

namespace barrage {

// Something that a run's controller must know of an agent.
struct FleetEvent {
  enum class Kind {
    kJoined,        // an agent was admitted, for the first time or again
    kClosed,        // its stream ended
    kMessage,       // it said something; batches are only counted (`records`)
    kSliceWritten,  // slice number `slice` of the run went to its stream
  };

  Kind kind = Kind::kMessage;
  std::shared_ptr<AgentLink> link;
  int64_t at_ns = 0;  // coordinator's clock, just after it was read
  wire::AgentMessage message;
  uint64_t records = 0;
  std::vector<int64_t> dispatched, not_sent;  // of a batch, by index, where that was asked for
  uint64_t slice = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_FLEET_EVENT_H_
