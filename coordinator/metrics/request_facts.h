#ifndef COORDINATOR_METRICS_REQUEST_FACTS_H_
#define COORDINATOR_METRICS_REQUEST_FACTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/record/request_record.h"
#include "coordinator/metrics/definitions.h"
#include "coordinator/metrics/token_counts.h"

namespace barrage {

// What the formulas need of one record, under one set of definitions. Times are of the agent's clock: only their
// differences mean anything. A value refers to its record, which must outlive it.
struct RequestFacts {
  const RequestRecord* record = nullptr;
  int64_t start_ns = 0;                    // s: dispatched
  int64_t end_ns = 0;                      // however it ended: stream_end, else its last event, else s
  std::vector<StreamEvent> content;        // the c_i
  std::optional<int64_t> first_output_ns;  // first c_i that is not reasoning
  std::optional<int64_t> answer_end_ns;    // end of request_latency; absent: no answer
  std::optional<int64_t> decode_end_ns;    // end of the n − 1 tokens after the first; absent: no answer
  PerOutputToken per_output_token = PerOutputToken::kNone;
  TokenCounts tokens;
  std::optional<int64_t> tokenizer_input;  // whatever the source: for the comparison with usage
  std::optional<int64_t> inputs;           // texts of an embeddings or rankings request

  // In the latency tables: ok, and not sent twice.
  bool timed() const { return record->outcome == Outcome::kOk && record->resends == 0; }
  bool ok() const { return record->outcome == Outcome::kOk; }
};

// Requires record.dispatched_ns. `payload` may be nullptr; `source` must be decided.
RequestFacts ReadFacts(const RequestRecord& record, const Definitions& definitions, TokenSource source,
                       const wire::PayloadFacts* payload);

// Whether `event` is a c_i.
bool CountsAsContent(ContentRule rule, const StreamEvent& event);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_REQUEST_FACTS_H_
