#include "coordinator/store/log_facts.h"

#include <algorithm>
#include <utility>

namespace barrage {
namespace {

void AddAgent(wire::AgentEntry&& agent, RunFacts& facts) {
  const auto at = std::lower_bound(facts.agents.begin(), facts.agents.end(), agent.ordinal(),
                                   [](const wire::AgentEntry& a, uint32_t ordinal) { return a.ordinal() < ordinal; });
  if (at != facts.agents.end() && at->ordinal() == agent.ordinal()) {
    *at = std::move(agent);
  } else {
    facts.agents.insert(at, std::move(agent));
  }
}

}  // namespace

void AddFact(wire::LogEntry&& entry, RunFacts& facts) {
  const auto saw = [&facts](int64_t ns) { facts.last_entry_ns = std::max(facts.last_entry_ns, ns); };
  switch (entry.body_case()) {
    case wire::LogEntry::kHeader:
      saw(entry.header().started_ns());
      facts.header = std::move(*entry.mutable_header());
      return;
    case wire::LogEntry::kTarget:
      facts.target = std::move(*entry.mutable_target());
      return;
    case wire::LogEntry::kTokenizer:
      facts.tokenizer = std::move(*entry.mutable_tokenizer());
      return;
    case wire::LogEntry::kAgent:
      AddAgent(std::move(*entry.mutable_agent()), facts);
      return;
    case wire::LogEntry::kPayload:
      facts.payloads.push_back(std::move(*entry.mutable_payload()));
      return;
    case wire::LogEntry::kClock:
      saw(entry.clock().coordinator_received_ns());
      facts.clocks.push_back(std::move(*entry.mutable_clock()));
      return;
    case wire::LogEntry::kHealth:
      saw(entry.health().received_ns());
      facts.health.push_back(std::move(*entry.mutable_health()));
      return;
    case wire::LogEntry::kGrant:
      facts.grants.push_back(std::move(*entry.mutable_grant()));
      return;
    case wire::LogEntry::kPhaseStart:
      saw(entry.phase_start().t0_ns());
      facts.phases.push_back(std::move(*entry.mutable_phase_start()));
      return;
    case wire::LogEntry::kEvent:
      saw(entry.event().at_ns());
      facts.events.push_back(std::move(*entry.mutable_event()));
      return;
    case wire::LogEntry::kScrape:
      saw(entry.scrape().at_ns());
      facts.scrapes.push_back(std::move(*entry.mutable_scrape()));
      return;
    case wire::LogEntry::kSelftest:
      facts.selftest = std::move(*entry.mutable_selftest());
      return;
    case wire::LogEntry::kEnd:
      saw(entry.end().at_ns());
      facts.end = std::move(*entry.mutable_end());
      return;
    case wire::LogEntry::kBatch:
    case wire::LogEntry::BODY_NOT_SET:
      return;
  }
}

}  // namespace barrage
