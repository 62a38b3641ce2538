#include "coordinator/metrics/order_interval.h"

#include <vector>

namespace barrage {
namespace {

// What lies further out than this share of the largest term does not change a double.
constexpr long double kNegligible = 1e-22L;

}  // namespace

std::optional<OrderInterval> OrderIntervalOf(int64_t count, int per_mille) {
  if (count < 1) return std::nullopt;
  const long double odds = static_cast<long double>(per_mille) / (1000 - per_mille);
  // The terms of Binomial(n, p) relative to the one near its mode, by the ratio of neighbours, out to where they
  // vanish.
  const int64_t mode = static_cast<int64_t>(static_cast<__int128>(count) * per_mille / 1000);
  std::vector<long double> below, above;  // terms mode − 1, mode − 2 …; mode, mode + 1 …
  long double total = 0, term = 1;
  for (int64_t k = mode; k <= count && term > kNegligible; ++k) {
    above.push_back(term);
    total += term;
    term *= static_cast<long double>(count - k) / (k + 1) * odds;
  }
  term = 1;
  for (int64_t k = mode; k > 0; --k) {
    term *= static_cast<long double>(k) / (count - k + 1) / odds;
    if (term <= kNegligible) break;
    below.push_back(term);
    total += term;
  }
  const int64_t first = mode - static_cast<int64_t>(below.size());
  OrderInterval interval{-1, -1};
  long double cumulative = 0;
  for (int64_t k = first; k < mode + static_cast<int64_t>(above.size()); ++k) {
    cumulative += k < mode ? below[mode - 1 - k] : above[k - mode];
    if (interval.low < 0 && cumulative >= 0.025L * total) interval.low = k;
    if (cumulative >= 0.975L * total) {
      interval.high = k + 1;
      break;
    }
  }
  if (interval.low < 1 || interval.high > count || interval.high < 0) return std::nullopt;
  return interval;
}

}  // namespace barrage
