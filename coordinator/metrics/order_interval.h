#ifndef COORDINATOR_METRICS_ORDER_INTERVAL_H_
#define COORDINATOR_METRICS_ORDER_INTERVAL_H_

#include <cstdint>
#include <optional>

namespace barrage {

// The order statistics between which a percentile of the population lies with 95 % confidence (1-based ranks).
struct OrderInterval {
  int64_t low = 0, high = 0;
  bool operator==(const OrderInterval&) const = default;
};

// l = BinomPPF(0.025; n, p) and u = BinomPPF(0.975; n, p) + 1, for n independent values; absent unless 1 <= l and
// u <= n. BinomPPF(q; n, p) is the smallest k whose cumulative probability is at least q. Costs about 40·sqrt(n)
// steps. Requires 0 < per_mille < 1000.
std::optional<OrderInterval> OrderIntervalOf(int64_t count, int per_mille);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_ORDER_INTERVAL_H_
