#ifndef COORDINATOR_METRICS_SLO_H_
#define COORDINATOR_METRICS_SLO_H_

#include <vector>

#include "absl/types/span.h"
#include "coordinator/metrics/metric_catalog.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// Judges single requests by --goodput's rules.
class GoodputJudge {
 public:
  // A rule on a metric that no request has (a throughput of the run) makes no request good.
  explicit GoodputJudge(const std::vector<GoodputRule>& rules);

  bool asked() const { return !rules_.empty(); }

  // Ok, and every rule's metric is there and within its limit, the limit included: at most it for latencies, at least
  // it where higher is better. A rule on gaps judges the largest gap.
  bool IsGood(const RequestFacts& facts) const;

 private:
  struct Rule {
    const MetricRow* row = nullptr;
    double limit = 0;
  };
  std::vector<Rule> rules_;
};

// What each threshold saw in these metrics. A metric or statistic that is absent fails its threshold.
std::vector<SloResult> CheckAsserts(absl::Span<const AssertRule> rules, absl::Span<const Metric> metrics);

// The index in kPercentiles of a rule's statistic ("p99" is 8), or −1 where it is no percentile.
int PercentileIndexOf(const AssertRule& rule);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SLO_H_
