#ifndef COORDINATOR_FLEET_GRANTER_H_
#define COORDINATOR_FLEET_GRANTER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "coordinator/fleet/agent_link.h"
#include "coordinator/fleet/deck.h"
#include "coordinator/fleet/grant_book.h"
#include "coordinator/fleet/look_ahead.h"
#include "coordinator/fleet/payload_ledger.h"
#include "coordinator/fleet/run_intake.h"
#include "coordinator/store/record_log_writer.h"
#include "coordinator/workload/workload.h"

namespace barrage {

// What all agents' granters of one run share. Everything outlives them.
struct GrantSources {
  const Workload& workload;
  RecordLogWriter& log;
  std::shared_ptr<RunIntake> intake;
  std::unordered_set<uint64_t> logged_payloads;  // their facts are in the log
};

// Deals one agent its share of the schedule, as far ahead as LookAhead allows, each payload before its first use. It
// never waits: what the link has no room for stays in the deck. For the controller's thread.
class Granter {
 public:
  Granter(uint32_t ordinal, bool keep_open, GrantSources& sources)
      : ordinal_(ordinal), sources_(sources), book_(keep_open), keep_open_(keep_open) {}

  struct PhaseShare {
    uint32_t phase = 0;
    std::shared_ptr<Deck> deck;
    bool by_offset = false;  // open loop, capped rate: the look-ahead is a matter of offsets
    int64_t slots = 0;       // closed loop: of this agent
  };
  void BeginPhase(PhaseShare share);

  // The phase's t0 is known, on the coordinator's clock.
  void Start(int64_t t0_ns);

  // Whether more may come to the agent later in the phase.
  enum class Outlook {
    kOver,     // nothing more is granted
    kAsDealt,  // what the deck holds for it
    kOpen,     // more may be added to the deck: it is not told that nothing follows
  };

  // Grants what may be granted now, and tells the agent when nothing follows.
  void Fill(const std::shared_ptr<AgentLink>& link, int64_t now_ns, Outlook outlook);

  // On a new stream of the same agent that has the first `received` slices: sends the others again.
  void Resend(const std::shared_ptr<AgentLink>& link, std::optional<uint64_t> received);

  // The agent used up `used` requests of the run so far (dispatched them, or gave them a record).
  void Used(int64_t now_ns, uint64_t used);

  // The agent took over slots of another.
  void AddSlots(int64_t slots);

  GrantBook& book() { return book_; }

  // Whether the phase's last slice is sent.
  bool finished() const { return last_sent_; }
  bool payloads_full() const { return payloads_full_; }

 private:
  bool MayGrant(const wire::ScheduledRequest& request, int64_t now_ns, int64_t in_slice) const;
  bool SendPayload(AgentLink& link, const wire::ScheduledRequest& request, uint64_t position, bool again);
  void SendSlice(const std::shared_ptr<AgentLink>& link, uint64_t number, const wire::ScheduleSlice& slice);
  int64_t GrantedInPhase() const { return static_cast<int64_t>(book_.dealt() - dealt_before_); }

  const uint32_t ordinal_;
  GrantSources& sources_;
  GrantBook book_;
  const bool keep_open_;
  PayloadLedger payloads_;
  PhaseShare share_;
  std::unique_ptr<LookAhead> look_ahead_;
  std::optional<int64_t> t0_ns_;
  uint64_t used_ = 0, used_before_ = 0, dealt_before_ = 0;  // of the run; when the phase began
  bool sent_any_ = false, last_sent_ = false, payloads_full_ = false;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_GRANTER_H_
