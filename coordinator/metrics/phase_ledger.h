#ifndef COORDINATOR_METRICS_PHASE_LEDGER_H_
#define COORDINATOR_METRICS_PHASE_LEDGER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/record/outcome.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// What became of an agent, as far as the ledger goes.
enum class AgentFate {
  kPresent,
  kLost,  // what it was granted and made no record of is lost_agent
  kLeft,  // drained and gone: its open grants count as ungranted
};

// The ledger of one phase, whose requests are numbered 0, 1, 2 …: every one that was scheduled gets exactly one
// outcome, from its record or from what is known of its agent. Five bytes a request.
class PhaseLedger {
 public:
  struct Rules {
    std::optional<int64_t> scheduled;    // if it was known before
    bool count_dispatched_only = false;  // closed loop with a duration: what was not sent was never scheduled
    bool open_grants_not_sent = false;   // the run was resumed: what has no record was not sent
    bool open_grants_lost = false;       // the log is unfinished: what has no record may have been sent, as if lost
  };

  PhaseLedger(const Rules& rules, size_t agents);

  // In the order of the log: a later grant of the same request replaces the one before.
  void Grant(uint32_t agent, int64_t request);

  // A record of `request`, from `agent`. A not_sent of a request that another agent was given later, or made a record
  // of, is no outcome. Every grant comes before the first record.
  void Record(uint32_t agent, int64_t request, Outcome outcome);

  struct Result {
    Ledger total;
    std::vector<Ledger> agents;  // by ordinal
    bool balanced = false;
    std::string imbalance;  // what does not add up, if anything
    int64_t duplicates = 0, strays = 0, missing = 0;
  };
  // `fates`: by ordinal. `owner_of(request)`: the agent that what nobody was granted would have gone to.
  template <typename OwnerOf>
  Result Finish(const std::vector<AgentFate>& fates, const OwnerOf& owner_of) const {
    Result result = Begin();
    for (int64_t request = 0; request < size(); ++request) {
      Settle(request, HolderOf(request) < 0 ? static_cast<int64_t>(owner_of(request)) : HolderOf(request), fates,
             result);
    }
    Close(result);
    return result;
  }

 private:
  enum State : uint8_t { kOpen, kNotSentRecord, kRecorded };

  int64_t size() const { return static_cast<int64_t>(holders_.size()); }
  int64_t HolderOf(int64_t request) const { return holders_[static_cast<size_t>(request)]; }
  Ledger& AgentLedger(std::vector<Ledger>& ledgers, int64_t agent) const;
  Result Begin() const;
  void Settle(int64_t request, int64_t agent, const std::vector<AgentFate>& fates, Result& result) const;
  void Close(Result& result) const;

  Rules rules_;
  std::vector<int32_t> holders_;  // by request; −1: nobody
  std::vector<uint8_t> states_;
  std::vector<Ledger> recorded_;  // outcomes of records other than not_sent, by agent
  int64_t duplicates_ = 0, strays_ = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_PHASE_LEDGER_H_
