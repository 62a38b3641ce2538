#include "coordinator/metrics/gap_table.h"

#include <utility>

#include "coordinator/metrics/request_column.h"

namespace barrage {

void GapTable::Announce(const RequestFacts& facts) {
  if (!facts.timed() || facts.content.size() < 2) return;
  indices_.push_back(facts.record->index);
  expected_gaps_ += static_cast<int64_t>(facts.content.size()) - 1;
}

void GapTable::StartGaps() {
  gaps_ = GapSet(std::move(indices_));
  gaps_.Reserve(expected_gaps_);
}

void GapTable::Add(const RequestFacts& facts, bool event_tokens) {
  if (!facts.timed() || facts.content.size() < 2) return;
  for (size_t i = 1; i < facts.content.size(); ++i) {
    gaps_.Add(facts.record->index, facts.content[i].at_ns - facts.content[i - 1].at_ns);
    const uint32_t tokens = event_tokens ? facts.content[i].tokens.value_or(1) : 1;
    if (tokens > 1) gaps_.AddFurtherTokens(facts.record->index, tokens - 1);
  }
}

void GapTable::Seal() {
  gaps_.Seal();
  if (gaps_.chunk_gaps() == 0) return;
  chunk_gaps_ = gaps_.Describe(false);
  token_gaps_ = gaps_.token_gaps() == gaps_.chunk_gaps() ? chunk_gaps_ : gaps_.Describe(true);
}

Metric GapTable::Cell(const MetricRow& row, bool event_tokens) const {
  Metric metric = EmptyMetric(row);
  const bool token_gaps = row.kind == MetricKind::kTokenGaps;
  if (token_gaps && !event_tokens) metric.note = "events";
  metric.value = token_gaps ? token_gaps_ : chunk_gaps_;
  if (metric.value) metric.absent_reason.clear();
  return metric;
}

}  // namespace barrage
