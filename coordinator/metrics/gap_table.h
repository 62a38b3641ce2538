#ifndef COORDINATOR_METRICS_GAP_TABLE_H_
#define COORDINATOR_METRICS_GAP_TABLE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "coordinator/metrics/gap_set.h"
#include "coordinator/metrics/metric_catalog.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// The gaps of one window's requests, and the two metrics that are made of them. A first reading of the log tells which
// requests there are, a second brings their gaps.
class GapTable {
 public:
  // First reading: a request with at least two content events.
  void Announce(const RequestFacts& facts);

  // After it.
  void StartGaps();

  // Second reading: the same requests. `event_tokens`: events say how many tokens they brought; else each brings one.
  void Add(const RequestFacts& facts, bool event_tokens);

  // After it. Computes what the cells say.
  void Seal();

  // The cell of a row of kind kChunkGaps or kTokenGaps, or of an inter_token_latency that is one value a chunk.
  Metric Cell(const MetricRow& row, bool event_tokens) const;

 private:
  std::vector<int64_t> indices_;
  int64_t expected_gaps_ = 0;
  GapSet gaps_{{}};
  std::optional<Distribution> chunk_gaps_, token_gaps_;
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_GAP_TABLE_H_
