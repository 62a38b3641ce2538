#include "coordinator/metrics/agent_summaries.h"

namespace barrage {

std::vector<HealthDigest> DigestAgents(const RunFacts& facts, const Survey& survey, const CommonAxis& axis) {
  std::vector<HealthDigest> digests;
  const int64_t end_ns = survey.in_flight.empty() ? facts.last_entry_ns : survey.in_flight.last_end_ns();
  for (uint32_t agent = 0; agent < facts.agents.size(); ++agent) {
    digests.push_back(DigestHealth(facts, agent, axis.ToAgent(agent, axis.t0_ns()), axis.ToAgent(agent, end_ns)));
  }
  return digests;
}

std::vector<AgentSummary> SummarizeAgents(const RunFacts& facts, const Survey& survey, const CommonAxis& axis,
                                          const std::vector<HealthDigest>& digests) {
  std::vector<AgentSummary> agents;
  for (uint32_t ordinal = 0; ordinal < facts.agents.size(); ++ordinal) {
    const wire::AgentEntry& entry = facts.agents[ordinal];
    const HealthDigest& digest = digests[ordinal];
    const StampStats& stamps = survey.stamps[ordinal];
    const LatencyTriple lateness = digest.LatenessTriple();
    AgentSummary& agent = agents.emplace_back();
    agent.ordinal = ordinal;
    agent.id = entry.id();
    agent.host = entry.facts().host();
    agent.version = entry.facts().version();
    agent.cores = entry.facts().cores();
    agent.loops = entry.facts().loops();
    agent.slots = entry.slots();
    agent.clock = axis.Describe(ordinal);
    agent.ledger = survey.ledgers.agents[ordinal];
    agent.cpu_fraction_max = digest.busiest_loop;
    agent.cpu_cores_mean = digest.cpu_cores_mean;
    agent.resident_bytes_max = digest.resident_bytes_max;
    agent.throttled_ns = digest.throttled_ns;
    agent.nr_throttled = digest.nr_throttled;
    agent.stamps_kernel = stamps.kernel();
    agent.stamps_user = stamps.user();
    agent.stamps_coalesced = stamps.coalesced();
    agent.lateness_p50_ns = lateness.p50;
    agent.lateness_p99_ns = lateness.p99;
    agent.lateness_max_ns = lateness.max;
    agent.spool_bytes_max = digest.spool_bytes_max;
    agent.involuntary_switches = digest.involuntary_switches;
    agent.open_files_max = static_cast<int64_t>(digest.open_files_max);
    agent.open_files_limit = static_cast<int64_t>(entry.facts().open_file_limit());
    agent.ports_max = static_cast<int64_t>(digest.ports_max);
    if (entry.facts().port_range_high() > entry.facts().port_range_low()) {
      agent.ports_limit = int64_t{entry.facts().port_range_high()} - entry.facts().port_range_low() + 1;
    }
    agent.lost = survey.ledgers.fates[ordinal] == AgentFate::kLost;
  }
  return agents;
}

}  // namespace barrage
