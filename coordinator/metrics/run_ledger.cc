#include "coordinator/metrics/run_ledger.h"

#include <algorithm>

#include "coordinator/metrics/outcome_counts.h"
#include "coordinator/workload/sharder.h"

namespace barrage {
namespace {

bool HasEvent(const RunFacts& facts, wire::RunEvent::Kind kind) {
  return std::any_of(facts.events.begin(), facts.events.end(),
                     [kind](const wire::RunEvent& event) { return event.kind() == kind; });
}

std::optional<int64_t> ScheduledOf(const RunFacts& facts, bool warmup) {
  for (auto phase = facts.phases.rbegin(); phase != facts.phases.rend(); ++phase) {
    if (phase->warmup() == warmup && phase->has_scheduled()) return phase->scheduled();
  }
  return std::nullopt;
}

PhaseLedger::Rules MeasuredRules(const RunFacts& facts, const LoadPlan& load) {
  PhaseLedger::Rules rules;
  rules.scheduled = ScheduledOf(facts, false);
  if (!rules.scheduled && !load.duration) rules.scheduled = load.request_count;
  rules.count_dispatched_only = !load.open_loop() && load.duration.has_value();
  rules.open_grants_not_sent = HasEvent(facts, wire::RunEvent::RESUMED_RUN);
  rules.open_grants_lost = !facts.end && !rules.open_grants_not_sent;
  return rules;
}

PhaseLedger::Rules WarmupRules(const RunFacts& facts, const LoadPlan& load) {
  PhaseLedger::Rules rules;
  rules.scheduled = ScheduledOf(facts, true);
  if (!rules.scheduled && !load.warmup_duration) rules.scheduled = load.warmup_request_count;
  rules.count_dispatched_only = !load.open_loop() && load.warmup_duration.has_value();
  rules.open_grants_not_sent = HasEvent(facts, wire::RunEvent::RESUMED_RUN);
  rules.open_grants_lost = !facts.end && !rules.open_grants_not_sent;
  return rules;
}

std::vector<AgentFate> FatesOf(const RunFacts& facts) {
  std::vector<AgentFate> fates(std::max<size_t>(1, facts.agents.size()), AgentFate::kPresent);
  for (const wire::RunEvent& event : facts.events) {
    if (!event.has_agent() || event.agent() >= fates.size()) continue;
    if (event.kind() == wire::RunEvent::AGENT_LOST) fates[event.agent()] = AgentFate::kLost;
    if (event.kind() == wire::RunEvent::AGENT_LEFT && fates[event.agent()] == AgentFate::kPresent) {
      fates[event.agent()] = AgentFate::kLeft;
    }
  }
  return fates;
}

}  // namespace

RunLedgerBuilder::RunLedgerBuilder(const RunFacts& facts, const Plan& plan)
    : facts_(facts),
      plan_(plan),
      measured_(MeasuredRules(facts, plan.load), facts.agents.size()),
      warmup_(WarmupRules(facts, plan.load), facts.agents.size()) {
  for (const wire::Grant& grant : facts.grants) {
    int64_t index = 0;
    for (const int64_t delta : grant.index_deltas()) {
      index = static_cast<int64_t>(static_cast<uint64_t>(index) + static_cast<uint64_t>(delta));  // hostile sums wrap
      index >= 0 ? measured_.Grant(grant.agent(), index) : warmup_.Grant(grant.agent(), -1 - index);
    }
  }
}

void RunLedgerBuilder::Add(uint32_t agent, const RequestRecord& record) {
  if (record.index >= 0) {
    measured_.Record(agent, record.index, record.outcome);
  } else {
    warmup_.Record(agent, -1 - record.index, record.outcome);
  }
}

RunLedgers RunLedgerBuilder::Finish() const {
  RunLedgers ledgers;
  ledgers.fates = FatesOf(facts_);
  const Sharder sharder(static_cast<int64_t>(ledgers.fates.size()),
                        plan_.load.slots().value_or(0) > 0 ? plan_.load.slots() : std::nullopt);
  const auto owner = [&](int64_t request) { return sharder.OwnerOf(request); };
  PhaseLedger::Result measured = measured_.Finish(ledgers.fates, owner);
  const PhaseLedger::Result warmup = warmup_.Finish(ledgers.fates, owner);
  ledgers.total = measured.total;
  ledgers.agents = std::move(measured.agents);
  ledgers.balanced = measured.balanced && warmup.balanced;
  ledgers.imbalance = measured.imbalance;
  if (!warmup.imbalance.empty()) {
    ledgers.imbalance += (ledgers.imbalance.empty() ? "warm-up: " : "; warm-up: ") + warmup.imbalance;
  }
  if (plan_.load.warmup_request_count > 0 || plan_.load.warmup_duration || warmup.total.scheduled > 0) {
    ledgers.warmup = warmup.total;
  }
  const bool interrupted = HasEvent(facts_, wire::RunEvent::INTERRUPTED);
  for (size_t i = 0; i < ledgers.agents.size(); ++i) {
    const bool lost_and_continued = i < ledgers.fates.size() && ledgers.fates[i] != AgentFate::kPresent &&
                                    plan_.fleet.on_agent_loss == OnAgentLoss::kContinue;
    const OutcomeCounts& outcomes = ledgers.agents[i].outcomes;
    if (interrupted || lost_and_continued) ledgers.excused += CountIn(outcomes, Outcome::kNotSent);
    if (lost_and_continued) ledgers.excused += CountIn(outcomes, Outcome::kLostAgent);
  }
  return ledgers;
}

}  // namespace barrage
