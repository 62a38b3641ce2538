#include "coordinator/metrics/common_axis.h"

#include <algorithm>
#include <utility>

namespace barrage {
namespace {

// More agents than any fleet has: an ordinal beyond it is damage, not an agent.
constexpr uint32_t kMostAgents = 1 << 20;

}  // namespace

CommonAxis::CommonAxis(const RunFacts& facts) {
  t0_ns_ = facts.header.started_ns();
  wall_minus_common_ns_ = facts.header.started_wall_ns() - facts.header.started_ns();
  std::vector<std::vector<ClockInterval>> intervals;
  for (const wire::ClockExchange& exchange : facts.clocks) {
    if (exchange.agent() >= kMostAgents || exchange.coordinator_received_ns() < exchange.coordinator_sent_ns())
      continue;
    if (exchange.agent() >= intervals.size()) intervals.resize(exchange.agent() + 1);
    intervals[exchange.agent()].push_back(
        IntervalOf(exchange.coordinator_sent_ns(), exchange.agent_ns(), exchange.coordinator_received_ns()));
  }
  agents_.resize(std::max(intervals.size(), facts.agents.size()));
  for (const wire::ClockExchange& exchange : facts.clocks) {
    if (exchange.agent() >= agents_.size() || exchange.stage() < 0 || exchange.stage() > 2) continue;
    if (exchange.coordinator_received_ns() < exchange.coordinator_sent_ns()) continue;
    Agent::Stage& stage = agents_[exchange.agent()].stages[static_cast<size_t>(exchange.stage())];
    stage.last_ns = stage.exchanges == 0 ? exchange.agent_ns() : std::max(stage.last_ns, exchange.agent_ns());
    ++stage.exchanges;
  }
  for (size_t i = 0; i < intervals.size(); ++i) {
    if (intervals[i].empty()) continue;
    agents_[i].fit = FitClock(intervals[i]);
    agents_[i].exchanges = static_cast<int64_t>(intervals[i].size());
  }
  for (const wire::PhaseStart& phase : facts.phases) {
    if (phase.warmup()) continue;
    t0_ns_ = phase.t0_ns();
    for (size_t i = 0; i < std::min<size_t>(agents_.size(), phase.agent_t0_ns_size()); ++i) {
      agents_[i].t0_ns = phase.agent_t0_ns(static_cast<int>(i));
    }
  }
}

int64_t CommonAxis::ToCommon(uint32_t agent, int64_t agent_ns) const {
  if (agent >= agents_.size()) return agent_ns;
  const Agent& entry = agents_[agent];
  if (entry.fit) return entry.fit->ToCoordinator(agent_ns);
  return entry.t0_ns ? agent_ns - *entry.t0_ns + t0_ns_ : agent_ns;
}

int64_t CommonAxis::ToAgent(uint32_t agent, int64_t common_ns) const {
  if (agent >= agents_.size()) return common_ns;
  const Agent& entry = agents_[agent];
  if (entry.fit) return entry.fit->ToAgent(common_ns);
  return entry.t0_ns ? common_ns - t0_ns_ + *entry.t0_ns : common_ns;
}

ClockSummary CommonAxis::Describe(uint32_t agent) const {
  ClockSummary summary;
  if (agent >= agents_.size() || !agents_[agent].fit) return summary;
  const ClockFit& fit = *agents_[agent].fit;
  const OffsetBound bound = fit.At(agents_[agent].t0_ns.value_or(fit.ToAgent(t0_ns_)));
  summary.offset_ns = bound.offset_ns;
  summary.bound_ns = bound.bound_ns;
  summary.drift_ppm = fit.drift_ppm();
  summary.residual_ns = fit.residual_ns();
  summary.piecewise = fit.piecewise();
  summary.exchanges = agents_[agent].exchanges;
  const auto at = [&](wire::ClockExchange::Stage name) -> std::optional<ClockStage> {
    const Agent::Stage& stage = agents_[agent].stages[static_cast<size_t>(name)];
    if (stage.exchanges == 0) return std::nullopt;
    const OffsetBound there = fit.At(stage.last_ns);
    return ClockStage{.offset_ns = there.offset_ns, .bound_ns = there.bound_ns, .exchanges = stage.exchanges};
  };
  summary.before = at(wire::ClockExchange::BEFORE);
  summary.during = at(wire::ClockExchange::DURING);
  summary.after = at(wire::ClockExchange::AFTER);
  return summary;
}

std::optional<int64_t> CommonAxis::AgentT0(uint32_t agent) const {
  return agent < agents_.size() ? agents_[agent].t0_ns : std::nullopt;
}

}  // namespace barrage
