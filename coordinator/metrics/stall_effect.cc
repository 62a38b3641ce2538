#include "coordinator/metrics/stall_effect.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "coordinator/metrics/percentile.h"
#include "coordinator/metrics/request_facts.h"
#include "coordinator/metrics/value_set.h"

namespace barrage {
namespace {

constexpr int64_t kStallNs = 100'000'000;

bool InStall(const StreamEvent& event, uint32_t loop, const std::vector<wire::LoopGap>& stalls) {
  if (event.lateness_ns.value_or(0) > kStallNs) return true;
  return std::any_of(stalls.begin(), stalls.end(), [&](const wire::LoopGap& stall) {
    return stall.loop() == loop && event.at_ns >= stall.from_ns() && event.at_ns <= stall.to_ns();
  });
}

std::optional<double> P99Ms(ValueSet& values) {
  if (values.empty()) return std::nullopt;
  values.Seal();
  return PercentileOf(values.count(), 990, 1'000'000, [&](int64_t rank) { return values.ValueAt(rank); });
}

}  // namespace

absl::StatusOr<StallEffect> MeasureStalls(const RunLog& log, const std::vector<HealthDigest>& digests,
                                          bool event_tokens) {
  StallEffect effect;
  ValueSet ttft, gaps;
  RETURN_IF_ERROR(log.ForEachRecord([&](uint32_t agent, const RequestRecord& record) {
    if (record.index < 0 || !record.dispatched_ns || agent >= digests.size()) return;
    const RequestFacts facts = ReadFacts(record, AllDefinitions()[0], TokenSource::kEvents, nullptr);
    if (!facts.timed() || facts.content.empty()) return;
    bool last_in_stall = false;
    for (size_t i = 0; i < facts.content.size(); ++i) {
      const StreamEvent& event = facts.content[i];
      const bool in_stall = InStall(event, record.loop, digests[agent].gaps);
      if (in_stall || last_in_stall) {
        ++effect.samples;
      } else if (i == 0) {
        ttft.Add(event.at_ns - facts.start_ns);
      } else {
        gaps.Add(event.at_ns - facts.content[i - 1].at_ns);
        if (event_tokens) gaps.Add(0, static_cast<int64_t>(event.tokens.value_or(1)) - 1);
      }
      last_in_stall = in_stall;
    }
  }));
  effect.ttft_p99_ms = P99Ms(ttft);
  effect.gap_p99_ms = P99Ms(gaps);
  return effect;
}

}  // namespace barrage
