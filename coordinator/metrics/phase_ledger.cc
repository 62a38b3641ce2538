#include "coordinator/metrics/phase_ledger.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "coordinator/metrics/outcome_counts.h"

namespace barrage {
namespace {

// No run is longer; an index beyond it is damage.
constexpr int64_t kMostRequests = int64_t{1} << 31;

int64_t& CountOf(Ledger& ledger, Outcome outcome) { return ledger.outcomes[static_cast<size_t>(outcome) - 1]; }

}  // namespace

PhaseLedger::PhaseLedger(const Rules& rules, size_t agents) : rules_(rules), recorded_(std::max<size_t>(1, agents)) {
  if (rules.count_dispatched_only) rules_.scheduled.reset();
  const size_t size = static_cast<size_t>(std::clamp<int64_t>(rules_.scheduled.value_or(0), 0, kMostRequests));
  holders_.assign(size, -1);
  states_.assign(size, kOpen);
}

void PhaseLedger::Grant(uint32_t agent, int64_t request) {
  if (request < 0 || request >= kMostRequests || agent >= recorded_.size()) {
    ++strays_;
    return;
  }
  if (request >= size()) {
    holders_.resize(static_cast<size_t>(request) + 1, -1);
    states_.resize(holders_.size(), kOpen);
  }
  holders_[static_cast<size_t>(request)] = static_cast<int32_t>(agent);
}

void PhaseLedger::Record(uint32_t agent, int64_t request, Outcome outcome) {
  if (agent >= recorded_.size()) {
    ++strays_;
    return;
  }
  if (request < 0 || request >= size() || HolderOf(request) < 0) {
    ++strays_;
    ++CountOf(recorded_[agent], outcome);
    return;
  }
  uint8_t& state = states_[static_cast<size_t>(request)];
  int32_t& holder = holders_[static_cast<size_t>(request)];
  if (outcome == Outcome::kNotSent) {
    if (state == kOpen && holder == static_cast<int32_t>(agent)) state = kNotSentRecord;
    return;
  }
  ++CountOf(recorded_[agent], outcome);
  if (state == kRecorded) {
    ++duplicates_;
    return;
  }
  state = kRecorded;
  holder = static_cast<int32_t>(agent);  // who sent it answers for it
}

Ledger& PhaseLedger::AgentLedger(std::vector<Ledger>& ledgers, int64_t agent) const {
  return ledgers[static_cast<size_t>(std::clamp<int64_t>(agent, 0, static_cast<int64_t>(ledgers.size()) - 1))];
}

PhaseLedger::Result PhaseLedger::Begin() const {
  Result result;
  result.agents = recorded_;
  result.duplicates = duplicates_;
  result.strays = strays_;
  return result;
}

void PhaseLedger::Settle(int64_t request, int64_t agent, const std::vector<AgentFate>& fates, Result& result) const {
  Ledger& ledger = AgentLedger(result.agents, agent);
  const uint8_t state = states_[static_cast<size_t>(request)];
  const AgentFate fate =
      static_cast<size_t>(agent) < fates.size() ? fates[static_cast<size_t>(agent)] : AgentFate::kPresent;
  if (state == kRecorded) {
    ++ledger.scheduled;
    return;
  }
  const bool open_grant = HolderOf(request) >= 0 && state == kOpen;
  const bool lost = fate == AgentFate::kLost || rules_.open_grants_lost;
  if (open_grant && !lost && fate == AgentFate::kPresent && !rules_.open_grants_not_sent) {
    ++ledger.scheduled;
    ++result.missing;
    return;
  }
  const Outcome outcome = open_grant && lost ? Outcome::kLostAgent : Outcome::kNotSent;
  if (outcome == Outcome::kNotSent && rules_.count_dispatched_only) return;
  ++ledger.scheduled;
  ++CountOf(ledger, outcome);
}

void PhaseLedger::Close(Result& result) const {
  for (const Ledger& ledger : result.agents) {
    result.total.scheduled += ledger.scheduled;
    for (size_t i = 0; i < kOutcomes.size(); ++i) result.total.outcomes[i] += ledger.outcomes[i];
  }
  std::vector<std::string> faults;
  if (result.missing > 0) faults.push_back(absl::StrCat(result.missing, " granted requests without a record"));
  if (duplicates_ > 0) faults.push_back(absl::StrCat(duplicates_, " requests with a second record"));
  if (strays_ > 0) faults.push_back(absl::StrCat(strays_, " records or grants of requests nobody was given"));
  if (rules_.scheduled && result.total.scheduled != *rules_.scheduled) {
    faults.push_back(
        absl::StrCat(result.total.scheduled, " requests dealt out where ", *rules_.scheduled, " were scheduled"));
  }
  for (const std::string& fault : faults)
    absl::StrAppend(&result.imbalance, result.imbalance.empty() ? "" : "; ", fault);
  result.balanced = faults.empty() && result.total.scheduled == SumOf(result.total.outcomes);
}

}  // namespace barrage
