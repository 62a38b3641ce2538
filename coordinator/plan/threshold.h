#ifndef COORDINATOR_PLAN_THRESHOLD_H_
#define COORDINATOR_PLAN_THRESHOLD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// GenAI-Perf's --goodput: METRIC:LIMIT, "time_to_first_token:200". The limit is in the metric's unit, or has a unit
// of its own ("0.2s"). Error: InvalidArgument, which names the nearest metric.
absl::StatusOr<GoodputRule> ReadGoodputRule(absl::string_view text);
std::string WriteGoodputRule(const GoodputRule& rule);

// k6's grammar over METRIC.STATISTIC: "ttft.p99<300ms", "request_throughput>=10", "error_rate<1%". The comparisons
// are < <= > >= ==; the statistics avg, min, max, std, count, med (p50), p1 … p99 and p99_9 (also written p99.9 and
// p(99.9)). Without a statistic: avg, which is the one number of a rate. AssertRule::text keeps what was written.
absl::StatusOr<AssertRule> ReadAssertRule(absl::string_view text);

// The same grammar over the change from one run to another: "ttft.p95>+5%" in percent of the first run's value,
// "request_throughput<-3%", "ttft.p95>10ms" in the metric's unit. Here % is always of the first value.
absl::StatusOr<ChangeRule> ReadChangeRule(absl::string_view text);

// Whether "observed comparison limit" is true.
bool Holds(AssertRule::Comparison comparison, double observed, double limit);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_THRESHOLD_H_
