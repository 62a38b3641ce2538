#ifndef TESTS_FAKES_VECTOR_RUN_LOG_H_
#define TESTS_FAKES_VECTOR_RUN_LOG_H_

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/record/run_log.h"
#include "tests/fakes/record_builder.h"

namespace barrage {

// A record log in memory: a run that ended well, on agents whose clocks are the coordinator's to the nanosecond.
class VectorRunLog : public RunLog {
 public:
  explicit VectorRunLog(uint32_t agents = 1) {
    facts_.header.set_run_id("run");
    facts_.header.set_started_ns(kTestT0Ns - 500 * kNsPerMs);
    facts_.header.set_started_wall_ns(int64_t{1'700'000'000'000'000'000});
    wire::PhaseStart phase;
    phase.set_phase(1);
    phase.set_t0_ns(kTestT0Ns);
    for (uint32_t ordinal = 0; ordinal < agents; ++ordinal) {
      wire::AgentEntry agent;
      agent.set_ordinal(ordinal);
      agent.set_id(absl::StrCat("agent-", ordinal));
      facts_.agents.push_back(agent);
      phase.add_agent_t0_ns(kTestT0Ns);
      for (int64_t ms = 0; ms <= 60'000; ms += 1'000) AddExchange(ordinal, ms * kNsPerMs, 0);
    }
    facts_.phases.push_back(phase);
    facts_.end.emplace();
  }

  // An exchange in which (coordinator − agent) was seen to be 0 ± bound at this time.
  void AddExchange(uint32_t agent, int64_t at_ns, int64_t bound_ns) {
    wire::ClockExchange exchange;
    exchange.set_agent(agent);
    exchange.set_agent_ns(at_ns);
    exchange.set_coordinator_sent_ns(at_ns - bound_ns);
    exchange.set_coordinator_received_ns(at_ns + bound_ns);
    facts_.clocks.push_back(exchange);
  }

  void Grant(uint32_t agent, const std::vector<int64_t>& indices) {
    wire::Grant grant;
    grant.set_agent(agent);
    int64_t last = 0;
    for (const int64_t index : indices) {
      grant.add_index_deltas(index - last);
      last = index;
    }
    facts_.grants.push_back(grant);
  }

  // A record, and the grant that it came from.
  void Add(uint32_t agent, RequestRecord record) {
    Grant(agent, {record.index});
    AddUngranted(agent, std::move(record));
  }
  void Add(RequestRecord record) { Add(0, std::move(record)); }
  void AddUngranted(uint32_t agent, RequestRecord record) { records_.emplace_back(agent, std::move(record)); }

  void AddText(uint32_t agent, wire::KeptText text) { texts_.emplace_back(agent, std::move(text)); }

  void AddEvent(wire::RunEvent::Kind kind, std::optional<uint32_t> agent = std::nullopt) {
    wire::RunEvent event;
    event.set_kind(kind);
    event.set_at_ns(kTestT0Ns);
    if (agent) event.set_agent(*agent);
    facts_.events.push_back(event);
  }

  wire::HealthSample& AddHealth(uint32_t agent, double at_ms) {
    wire::HealthEntry& entry = facts_.health.emplace_back();
    entry.set_agent(agent);
    entry.mutable_sample()->set_at_ns(RecordBuilder::At(at_ms));
    return *entry.mutable_sample();
  }

  RunFacts& edit() { return facts_; }
  std::vector<std::pair<uint32_t, RequestRecord>>& records() { return records_; }

  const RunFacts& facts() const override { return facts_; }
  absl::Status ForEachRecord(const RecordVisitor& visit) const override {
    for (const auto& [agent, record] : records_) visit(agent, record);
    return absl::OkStatus();
  }

  absl::Status ForEachText(const TextVisitor& visit) const override {
    for (const auto& [agent, text] : texts_) visit(agent, text);
    return absl::OkStatus();
  }

 private:
  RunFacts facts_;
  std::vector<std::pair<uint32_t, RequestRecord>> records_;
  std::vector<std::pair<uint32_t, wire::KeptText>> texts_;
};

}  // namespace barrage

#endif  // TESTS_FAKES_VECTOR_RUN_LOG_H_
