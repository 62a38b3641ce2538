#ifndef COORDINATOR_METRICS_REQUEST_VALUES_H_
#define COORDINATOR_METRICS_REQUEST_VALUES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/record/run_log.h"
#include "coordinator/metrics/common_axis.h"
#include "coordinator/metrics/definitions.h"
#include "coordinator/metrics/metric_catalog.h"
#include "coordinator/metrics/payload_table.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// One request as an export shows it: the catalog's values in their units, and its times on the wall clock.
struct RequestValues {
  struct Value {
    const MetricRow* row = nullptr;
    double value = 0;
  };
  std::vector<Value> values;  // in catalog order; those that apply
  std::vector<double> chunk_gaps_ms;
  std::optional<int64_t> intended_wall_ns, start_wall_ns, first_byte_wall_ns, end_wall_ns;
  int64_t content_events = 0, coalesced_events = 0;
};

// Gives each record's values under the definitions and the token source that the summary used.
class RequestValueReader {
 public:
  // `log` outlives the reader. Error: the summary's definitions are unknown.
  static absl::StatusOr<RequestValueReader> Create(const Summary& summary, const RunLog& log);

  RequestValues Read(uint32_t agent, const RequestRecord& record) const;

 private:
  RequestValueReader(const RunFacts& facts, Definitions definitions, TokenSource source)
      : axis_(facts), payloads_(facts), definitions_(definitions), source_(source) {}

  CommonAxis axis_;
  PayloadTable payloads_;
  Definitions definitions_;
  TokenSource source_;
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_REQUEST_VALUES_H_
