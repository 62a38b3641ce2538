#ifndef AGENT_DEALER_H_
#define AGENT_DEALER_H_

#include <cstdint>
#include <unordered_map>

#include "proto/request.pb.h"

namespace barrage {

// Deals an agent's share of a phase to its loops, by the rules that deal the whole to agents: without slots request j
// of this agent goes to loop j mod L; with them slot s is loop s mod L's, and request j goes to the loop that holds
// slot j mod S. A session counts as one request: all its turns go to one loop. Pure.
class Dealer {
 public:
  // Requires loops > 0. `slots`: of this agent in this phase; 0: none.
  Dealer(uint32_t loops, uint32_t slots) : loops_(loops), slots_(slots) {}

  // There are so many slots from now on.
  void SetSlots(uint32_t slots) { slots_ = slots; }

  // The loop of the next request.
  uint32_t Deal(const wire::ScheduledRequest& request);

 private:
  const uint32_t loops_;
  uint32_t slots_;
  uint64_t dealt_ = 0;
  std::unordered_map<uint64_t, uint32_t> session_loops_;
};

}  // namespace barrage

#endif  // AGENT_DEALER_H_
