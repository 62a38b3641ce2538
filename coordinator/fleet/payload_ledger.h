#ifndef COORDINATOR_FLEET_PAYLOAD_LEDGER_H_
#define COORDINATOR_FLEET_PAYLOAD_LEDGER_H_

#include <cstdint>
#include <deque>
#include <unordered_set>
#include <vector>

#include "proto/agent.pb.h"
#include "proto/request.pb.h"

namespace barrage {

// Which payloads one agent holds, so that each travels once, and how much room they take there: at most 256 MiB. One
// that is used again and again stays; when those fill half the room, later ones are sent for one use each. Pure.
class PayloadLedger {
 public:
  explicit PayloadLedger(uint64_t capacity_bytes = uint64_t{256} << 20) : capacity_bytes_(capacity_bytes) {}

  bool Holds(uint64_t id) const { return kept_.contains(id); }

  // Whether a payload of this size may be sent now. Always when none is held for one use: the agent gets one request at
  // least.
  bool HasRoom(uint64_t bytes) const;

  // The payload is sent for the agent's request number `position` (1, 2 … of the run) with index `index`. Sets its
  // last_use_index to what the agent is to be told.
  void Sent(wire::Payload& payload, uint64_t bytes, int64_t index, uint64_t position);

  // The agent has used up its first `used` requests of the run: it dropped what only they needed.
  void Used(uint64_t used);

  uint64_t bytes() const { return kept_bytes_ + passing_bytes_; }

 private:
  struct Passing {
    uint64_t position = 0, bytes = 0;
  };

  const uint64_t capacity_bytes_;
  std::unordered_set<uint64_t> kept_;
  std::deque<Passing> passing_;
  uint64_t kept_bytes_ = 0, passing_bytes_ = 0;
};

// The serialised payload in pieces of at most 1 MiB, in order.
std::vector<wire::PayloadPiece> PiecesOf(const wire::Payload& payload);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_PAYLOAD_LEDGER_H_
