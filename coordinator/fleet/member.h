#ifndef COORDINATOR_FLEET_MEMBER_H_
#define COORDINATOR_FLEET_MEMBER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "coordinator/fleet/agent_link.h"
#include "coordinator/fleet/clock_track.h"
#include "coordinator/fleet/granter.h"
#include "coordinator/fleet/member_state.h"
#include "proto/agent.pb.h"

namespace barrage {

// One agent of a run, for the controller's thread. Ordinals go by sorted id.
struct Member {
  Member(uint32_t number, std::shared_ptr<AgentLink> first_link, bool keep_open, GrantSources& sources)
      : ordinal(number), link(std::move(first_link)), granter(number, keep_open, sources) {}

  const std::string& id() const { return link->id(); }
  bool gone() const { return state == MemberState::kLost || state == MemberState::kLeft; }
  bool connected() const { return state == MemberState::kConnected; }

  const uint32_t ordinal;
  std::shared_ptr<AgentLink> link;  // the newest; closed unless connected
  MemberState state = MemberState::kConnected;
  int64_t slots = 0;
  ClockTrack clock;
  Granter granter;

  int64_t last_heard_ns = 0;     // any message; coordinator's clock
  int64_t last_progress_ns = 0;  // an answered Progress
  uint64_t records = 0;          // in its batches so far
  wire::HealthSample health;     // the newest, and the newest phase that it was of
  uint32_t health_phase = 0;
  bool spool_full = false;  // by the newest
  bool ready = false;       // for the phase at hand
  bool phase_done = false;  // of the phase at hand
  bool end_sent = false, drained = false;
  bool back = false;  // lost, and then on a new stream to deliver its records
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_MEMBER_H_
