#include "coordinator/metrics/request_values.h"

#include "common/base/status_macros.h"
#include "coordinator/metrics/distribution.h"
#include "coordinator/metrics/request_facts.h"
#include "coordinator/metrics/token_counts.h"

namespace barrage {
namespace {

TokenSource SourceCalled(const std::string& name) {
  for (const TokenSource source : {TokenSource::kServer, TokenSource::kTokenizer}) {
    if (TokenSourceName(source) == name) return source;
  }
  return TokenSource::kEvents;
}

double InUnits(int64_t value, int64_t scale) { return MeanOf(value, 1, scale); }

}  // namespace

absl::StatusOr<RequestValueReader> RequestValueReader::Create(const Summary& summary, const RunLog& log) {
  ASSIGN_OR_RETURN(const Definitions definitions, FindDefinitions(summary.definitions));
  return RequestValueReader(log.facts(), definitions, SourceCalled(summary.token_source));
}

RequestValues RequestValueReader::Read(uint32_t agent, const RequestRecord& record) const {
  RequestValues result;
  const auto wall = [&](const std::optional<int64_t>& at_ns) -> std::optional<int64_t> {
    if (!at_ns) return std::nullopt;
    return axis_.ToWall(axis_.ToCommon(agent, *at_ns));
  };
  result.intended_wall_ns = wall(record.intended_ns);
  if (!record.dispatched_ns) return result;

  const RequestFacts facts = ReadFacts(record, definitions_, source_, payloads_.Find(record.payload_id));
  result.start_wall_ns = wall(record.dispatched_ns);
  result.first_byte_wall_ns = wall(record.first_byte_ns);
  result.end_wall_ns = wall(facts.end_ns);
  result.content_events = static_cast<int64_t>(facts.content.size());
  for (size_t i = 0; i < facts.content.size(); ++i) {
    result.coalesced_events += facts.content[i].coalesced;
    if (i == 0) continue;
    result.chunk_gaps_ms.push_back(InUnits(facts.content[i].at_ns - facts.content[i - 1].at_ns, kMillionths));
  }
  for (const MetricRow& row : MetricCatalog()) {
    if (row.kind != MetricKind::kPerRequest || row.value == nullptr) continue;
    if (const std::optional<int64_t> value = row.value(facts)) {
      result.values.push_back({&row, InUnits(*value, row.scale)});
    }
  }
  return result;
}

}  // namespace barrage
