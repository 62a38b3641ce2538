#ifndef COORDINATOR_FLEET_DECK_H_
#define COORDINATOR_FLEET_DECK_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "coordinator/workload/sharder.h"
#include "proto/request.pb.h"

namespace barrage {

// One phase's requests, shared out to their owners: each agent takes its own in the order of the schedule, however fast
// the others take theirs. What one agent has not taken while another went ahead is kept. Not for several threads.
class Deck {
 public:
  // `next` gives the phase's requests in order, then nullopt for ever.
  Deck(std::function<std::optional<wire::ScheduledRequest>()> next, Sharder sharder);

  // The agent's next request; nullptr: there is none left for it. Valid until the next call.
  const wire::ScheduledRequest* Peek(int64_t agent);

  // Requires that Peek(agent) gave one.
  wire::ScheduledRequest Take(int64_t agent);

  // The agent is gone: what is its own from now on is dropped, or with heirs dealt to them in turn. Returns what it had
  // not taken yet and drops it. Earlier heirs that are gone themselves must not be in `heirs`.
  std::vector<wire::ScheduledRequest> Withdraw(int64_t agent, std::vector<int64_t> heirs);

  // Deals these again, to the agents in turn, in the order of their offsets among what each has.
  void DealAgain(std::vector<wire::ScheduledRequest> requests, const std::vector<int64_t>& agents);

 private:
  struct Hand {
    std::deque<wire::ScheduledRequest> requests;
    bool gone = false;
    std::vector<int64_t> heirs;
    size_t next_heir = 0;
  };

  Hand& HandOf(int64_t agent);
  void Give(wire::ScheduledRequest request);
  bool MayReceive(int64_t agent) const;

  const std::function<std::optional<wire::ScheduledRequest>()> next_;
  const Sharder sharder_;
  std::vector<Hand> hands_;
  bool exhausted_ = false;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_DECK_H_
