#include "coordinator/metrics/request_view.h"

#include "coordinator/metrics/metric_catalog.h"
#include "coordinator/metrics/rational.h"

namespace barrage {

RequestView::RequestView(const RunFacts& facts, const Summary& summary) : axis_(facts), payloads_(facts) {
  definitions_ = FindDefinitions(summary.definitions).value_or(AllDefinitions()[0]);
  const LoadPlan& load = summary.plan.load;
  measured_by_time_ = !load.open_loop() && load.duration.has_value();
  warmup_by_time_ = !load.open_loop() && load.warmup_duration.has_value();
  for (const TokenSource source : {TokenSource::kServer, TokenSource::kTokenizer}) {
    if (TokenSourceName(source) == summary.token_source) source_ = source;
  }
}

std::optional<RequestFacts> RequestView::FactsOf(const RequestRecord& record) const {
  if (!record.dispatched_ns) return std::nullopt;
  return ReadFacts(record, definitions_, source_, payloads_.Find(record.payload_id));
}

std::vector<RequestValue> RequestView::Values(const RequestRecord& record) const {
  std::vector<RequestValue> values;
  const std::optional<RequestFacts> facts = FactsOf(record);
  if (!facts) return values;
  for (const MetricRow& row : MetricCatalog()) {
    if (row.kind != MetricKind::kPerRequest) continue;
    if (const std::optional<int64_t> value = row.value(*facts)) {
      values.push_back({row.tag, row.unit, Ratio(*value, row.scale)});
    }
  }
  return values;
}

std::vector<double> RequestView::ChunkGapsMs(const RequestRecord& record) const {
  std::vector<double> gaps;
  const std::optional<RequestFacts> facts = FactsOf(record);
  for (size_t i = 1; facts && i < facts->content.size(); ++i) {
    gaps.push_back(Ratio(facts->content[i].at_ns - facts->content[i - 1].at_ns, 1'000'000));
  }
  return gaps;
}

RequestView::EventCounts RequestView::ContentEvents(const RequestRecord& record) const {
  EventCounts counts;
  const std::optional<RequestFacts> facts = FactsOf(record);
  if (!facts) return counts;
  for (const StreamEvent& event : facts->content) {
    ++counts.content;
    counts.coalesced += event.coalesced;
  }
  return counts;
}

bool RequestView::InLedger(const RequestRecord& record) const {
  return record.outcome != Outcome::kNotSent || !(record.index < 0 ? warmup_by_time_ : measured_by_time_);
}

TokenCounts RequestView::TokensBy(TokenSource source, const RequestRecord& record) const {
  return CountTokens(source, record, payloads_.Find(record.payload_id), 0, 0);
}

std::optional<int64_t> RequestView::AskedInputTokens(const RequestRecord& record) const {
  const wire::PayloadFacts* const payload = payloads_.Find(record.payload_id);
  if (payload == nullptr || !payload->has_asked_tokens()) return std::nullopt;
  return static_cast<int64_t>(payload->asked_tokens());
}

std::optional<int64_t> RequestView::IntendedWallNs(uint32_t agent, const RequestRecord& record) const {
  if (!record.intended_ns) return std::nullopt;
  const std::optional<int64_t> t0_ns = axis_.AgentT0(agent);
  if (record.index < 0 || !t0_ns) return WallNs(agent, *record.intended_ns);
  return axis_.ToWall(axis_.t0_ns() + (*record.intended_ns - *t0_ns));
}

}  // namespace barrage
